import { NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import type { Listing } from '@sounding/contracts';
import { add, CURRENCY, currencyName, format, zero } from '@sounding/money';
import { duration, modeWords, type Problem, ProblemNotice, readAmount, Submit, typedAmount } from '@sounding/ui';
import { type ReactNode, useState } from 'react';
import { Form } from 'react-router';
import type { CategoryBranch } from '../categories.ts';
import { linesOf } from './ProfileFields.tsx';

const LENGTHS = [15, 25, 30, 45, 50, 60, 75, 80, 90, 120, 150, 180, 240];
const STEPS = [15, 20, 30, 45, 60, 90, 120];
const NOTICES: readonly [number, string][] = [
  [0, 'None'],
  [60, '1 hour'],
  [120, '2 hours'],
  [360, '6 hours'],
  [720, '12 hours'],
  [1440, '1 day'],
  [2880, '2 days'],
  [10_080, '1 week'],
];

const WEEKS = Array.from({ length: 12 }, (_, at) => ({
  value: String(at + 1),
  label: at === 0 ? 'One session at a time' : `Up to ${at + 1} weeks`,
}));

interface ListingFormProps {
  readonly listing: Listing | null;
  readonly branches: readonly CategoryBranch[];
  readonly fee: Listing['fee'];
  /** What a price may be. */
  readonly range: { readonly least: Listing['fee']; readonly most: Listing['fee'] };
  readonly problem: Problem | null | undefined;
}

/** The form's fields as the API takes them. An unreadable price is sent as nothing and refused by the API's own words. */
export function listingOf(form: FormData): Record<string, unknown> {
  const number = (name: string) => Number(form.get(name));
  return {
    kind: 'session',
    mode: form.get('mode'),
    category: form.get('category'),
    title: form.get('title'),
    description: form.get('description'),
    youGet: linesOf(String(form.get('youGet') ?? '')),
    plainTerms: form.get('plainTerms'),
    price: readAmount(String(form.get('price') ?? '')) ?? zero(),
    durationMinutes: number('durationMinutes'),
    stepMinutes: number('stepMinutes'),
    noticeMinutes: number('noticeMinutes'),
    asksFirst: form.get('asksFirst') === 'yes',
    weeksMost: form.get('asksFirst') === 'yes' ? 1 : number('weeksMost'),
  };
}

/** The usual choices, and the present one even when it is unusual. */
function choices(usual: readonly number[], present: number | undefined): { value: string; label: string }[] {
  const all = present === undefined ? usual : [...new Set([...usual, present])].sort((a, b) => a - b);
  return all.map((minutes) => ({ value: String(minutes), label: duration(minutes) }));
}

export function ListingForm({ listing, branches, fee, range, problem }: ListingFormProps): ReactNode {
  const notices =
    NOTICES.some(([minutes]) => minutes === listing?.noticeMinutes) || !listing
      ? NOTICES
      : [...NOTICES, [listing.noticeMinutes, duration(listing.noticeMinutes)] as [number, string]];
  return (
    <Form method="post" className="form">
      <ProblemNotice problem={problem} />
      <TextInput
        name="title"
        label="Title"
        description="What the client gets, in plain words."
        defaultValue={listing?.title}
        minLength={8}
        maxLength={120}
        required
      />
      <NativeSelect name="category" label="Subject" defaultValue={listing?.category} required>
        {branches.map((branch) => (
          <optgroup key={branch.slug} label={branch.name}>
            {branch.leaves.map((leaf) => (
              <option key={leaf.slug} value={leaf.slug}>
                {leaf.name}
              </option>
            ))}
          </optgroup>
        ))}
      </NativeSelect>
      <Radio.Group name="mode" label="What it is" defaultValue={listing?.mode ?? 'advice'} required>
        <div className="stack-small">
          {(['advice', 'therapy'] as const).map((mode) => (
            <Radio key={mode} value={mode} label={modeWords(mode).name} description={modeWords(mode).meaning} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        name="description"
        label="Description"
        description="For whom it is, how the time is used, what it is not."
        defaultValue={listing?.description}
        minLength={20}
        maxLength={4000}
        rows={8}
        required
      />
      <Textarea
        name="youGet"
        label="What the client gets (optional)"
        description="One a line, at most eight: notes, a plan, an answer to one question."
        defaultValue={listing?.youGet.join('\n')}
        rows={3}
      />
      <Textarea
        name="plainTerms"
        label="Your own terms (optional)"
        description="In plain words, for instance what you need from the client. Our guarantee and refunds hold in any case."
        defaultValue={listing?.plainTerms}
        maxLength={1000}
        rows={3}
      />
      <PriceField listing={listing} fee={fee} range={range} />
      <div className="field-row">
        <NativeSelect
          name="durationMinutes"
          label="Length"
          defaultValue={String(listing?.durationMinutes ?? 50)}
          data={choices(LENGTHS, listing?.durationMinutes)}
        />
        <NativeSelect
          name="stepMinutes"
          label="A start every"
          defaultValue={String(listing?.stepMinutes ?? 30)}
          data={choices(STEPS, listing?.stepMinutes)}
        />
        <NativeSelect
          name="noticeMinutes"
          label="Notice you need"
          defaultValue={String(listing?.noticeMinutes ?? 120)}
          data={notices.map(([minutes, label]) => ({ value: String(minutes), label }))}
        />
      </div>
      <BookingField listing={listing} />
      <Submit>Save</Submit>
    </Form>
  );
}

/** Asked first, or booked at once, and then perhaps for some weeks. */
function BookingField({ listing }: Pick<ListingFormProps, 'listing'>): ReactNode {
  const [asks, setAsks] = useState(listing?.asksFirst ? 'yes' : 'no');
  return (
    <>
      <Radio.Group name="asksFirst" label="How it is booked" value={asks} onChange={setAsks}>
        <div className="stack-small">
          <Radio value="no" label="At once" description="Whoever picks a free time and pays has it." />
          <Radio
            value="yes"
            label="They ask you first"
            description="You have a day to say yes or no. A request keeps no time free and nothing is paid before your yes."
          />
        </div>
      </Radio.Group>
      {asks === 'no' && (
        <NativeSelect
          name="weeksMost"
          label="Several weeks at once"
          description="The same time each week, paid together. Clients may take fewer."
          defaultValue={String(listing?.weeksMost ?? 1)}
          data={WEEKS}
        />
      )}
    </>
  );
}

function PriceField({ listing, fee, range }: Pick<ListingFormProps, 'listing' | 'fee' | 'range'>): ReactNode {
  const [typed, setTyped] = useState(listing ? typedAmount(listing.price) : '');
  const price = readAmount(typed);
  return (
    <TextInput
      name="price"
      label={`Your price, in ${currencyName(CURRENCY)}`}
      description={
        price
          ? `Clients see ${format(add(price, fee))}, which includes our ${format(fee)} Handling Fee.`
          : `From ${format(range.least)} to ${format(range.most)}. Our ${format(fee)} Handling Fee is added, and clients see the sum.`
      }
      inputMode="decimal"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      required
      className="amount-field"
    />
  );
}
