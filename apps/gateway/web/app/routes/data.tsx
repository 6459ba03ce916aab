import { Button, PasswordInput } from '@mantine/core';
import type { BeginExport, Output } from '@sounding/contracts';
import { ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
} from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Your data · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await load(request, () => personOf(request, context));
  return null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const { ticket } = await apiOf(context).post<Output<typeof BeginExport>>('/account/export', {
      proof: String(form.get('proof') ?? ''),
    });
    return { href: `/api/v1/account/export/${ticket}`, problem: null };
  });
}

/** One kind of what we hold, and where it is seen and corrected. */
interface Kind {
  readonly what: string;
  readonly where: readonly (readonly [words: string, path: string])[];
  readonly note?: string;
}

const KINDS: readonly Kind[] = [
  { what: 'Alias, time zone, how dates are written', where: [['Your account', '/account']] },
  {
    what: 'The name your providers see, and other consents',
    where: [['What you consented to', '/account/consents']],
  },
  {
    what: 'Your bookings, and where you said you will be',
    where: [['Your bookings', '/bookings']],
    note: 'Before you pay you can pick the same time again and say another place. After that, ask us.',
  },
  { what: 'Where you wait for a time', where: [['Your bookings', '/bookings']] },
  { what: 'A kept card', where: [['Your account', '/account#card']] },
  { what: 'Calendars you follow or keep elsewhere', where: [['Your calendar', '/account/calendar']] },
  {
    what: 'Name and paper of documents to come',
    where: [['Name and paper of your documents', '/account/documents']],
  },
  {
    what: 'Receipts and other documents',
    where: [['Your receipts', '/documents']],
    note: 'What was issued is not changed, because others may rely on it. A receipt can be issued again under your full name or your alias, from its own page.',
  },
  {
    what: 'Messages in a room, and what you wrote to support',
    where: [['Your tickets', '/tickets']],
    note: 'What was sent was read; write what you mean now below it.',
  },
  {
    what: 'Your profile, picture, credentials and listings, if you offer time',
    where: [
      ['Your profile', '/provider/profile'],
      ['Your listings', '/provider/listings'],
      ['Your schedule', '/provider/schedule'],
    ],
  },
  { what: 'Your reviews', where: [], note: 'A review is written once. If yours is wrong, ask us.' },
];

const ask = `/tickets/new?${new URLSearchParams({ kind: 'correction' })}`;

export default function YourData(): ReactNode {
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <p>
        <Link to="/account">Your account</Link>
      </p>
      <h1>Your data</h1>
      <section id="copy" aria-labelledby="copy-title">
        <h2 id="copy-title">Take a copy</h2>
        <p>
          All we hold of you in one ZIP: a page to read, the same for programs, your documents as PDF, your sessions as
          a calendar, and your picture.
        </p>
        <ProblemNotice problem={done?.problem} />
        {done && 'href' in done ? (
          <div role="status" className="card wash">
            <p>Your copy is open for ten minutes. It is made while you download it, which may take a moment.</p>
            <Button component="a" href={done.href} download>
              Download your data
            </Button>
            <p className="quiet small">Whoever has this file can read all of it. Keep it in a safe place.</p>
          </div>
        ) : (
          <Form method="post" className="form">
            <PasswordInput
              name="proof"
              label="Your password, or a code from your app if you have one"
              autoComplete="current-password"
              maxLength={128}
              required
            />
            <p className="quiet small">
              We ask for it once more, so that nobody at your open screen takes it. Three copies a day.
            </p>
            <Submit busy="Opening…">Open my copy</Submit>
          </Form>
        )}
      </section>
      <section id="correct" aria-labelledby="correct-title">
        <h2 id="correct-title">See it and correct it</h2>
        <dl>
          {KINDS.map(({ what, where, note }) => (
            <div key={what} className="data-kind">
              <dt>{what}</dt>
              <dd>
                {where.map(([words, path], index) => (
                  <span key={path}>
                    {index > 0 && ' · '}
                    <Link to={path}>{words}</Link>
                  </span>
                ))}
                {note && <p className="quiet small">{note}</p>}
              </dd>
            </div>
          ))}
        </dl>
        <p>
          Is something wrong that you cannot change? <Link to={ask}>Ask us to correct it</Link>. We answer within 30
          days.
        </p>
      </section>
      <section id="leaving" aria-labelledby="leaving-title">
        <h2 id="leaving-title">Leave</h2>
        <p>
          You can <Link to="/account/leave">have everything of yours erased</Link>. Take your copy first: afterwards
          there is nothing to copy.
        </p>
      </section>
    </div>
  );
}
