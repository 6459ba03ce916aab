import type {
  Aliases,
  BookingMoney,
  BookingStory,
  GiveMoneyBack,
  Money,
  Output,
  Resend,
  StaffReceipts,
} from '@sounding/contracts';
import { format } from '@sounding/money';
import { BillLines, modeWords, outcomeWords, ProblemNotice, readAmount, stateWords, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { Disputes } from '../parts/Disputes.tsx';
import { Documents } from '../parts/Documents.tsx';
import { GiveBack, type Giving } from '../parts/GiveBack.tsx';
import { Ledger } from '../parts/Ledger.tsx';
import { Places } from '../parts/Places.tsx';
import { Refunds } from '../parts/Refunds.tsx';
import { SayWhy } from '../parts/SayWhy.tsx';
import { timesWords, waitWords } from '../parts/states.ts';
import { sayWhy, unlessWhyNeeded, whyOf } from '../parts/why.ts';

export const meta: MetaFunction = () => [{ title: 'Booking · Support console' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const path = `/bookings/${params.id}`;
  const why = whyOf(request);
  const person = await load(request, () => personOf(request, context));
  const shown = await unlessWhyNeeded(request, async () => {
    const [story, money, { receipts }] = await Promise.all([
      api.get<Output<typeof BookingStory>>(`${path}/story`, why),
      api.get<Output<typeof BookingMoney>>(`${path}/money`, why),
      api.get<Output<typeof StaffReceipts>>(`${path}/receipts`, why),
    ]);
    const { clientId, providerId } = story.booking;
    // Names are for those whose booking was just looked at, and for the same reason.
    const { names } = await api.get<Output<typeof Aliases>>('/names', { ids: `${clientId},${providerId}`, ...why });
    const alias = Object.fromEntries(names.map((name) => [name.accountId, name.alias]));
    return { story, money, receipts, alias };
  });
  return { shown, zone: person.zone, formKey: newKey() };
}

type Shown = NonNullable<Awaited<ReturnType<typeof loader>>['shown']>;

const NOTHING = { confirm: null, unreadable: false, done: null, problem: null };

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = text(form, 'key');
  const api = apiOf(context);
  return act(request, async () => {
    if (form.get('what') === 'say-why') {
      return sayWhy(context, form, { what: 'booking', id: params.id ?? '' });
    }
    if (form.get('what') === 'refund-again') {
      await api.post(`/refunds/${text(form, 'refund')}/again`, { by: 'card' }, key);
      return { ...NOTHING, done: 'The refund is on its way again.' };
    }
    if (form.get('what') === 'refund-by-hand') {
      await api.post(`/refunds/${text(form, 'refund')}/again`, { by: 'hand' }, key);
      return { ...NOTHING, done: 'Kept as sent by hand. The client gets a credit note unless there is one.' };
    }
    if (form.get('what') === 'send-again') {
      const path = `/receipts/${encodeURIComponent(text(form, 'receipt'))}/resending`;
      const { number, times } = await api.post<Output<typeof Resend>>(path, { reason: text(form, 'reason') }, key);
      return {
        ...NOTHING,
        done: `${number} is on its way to the client. Staff sent it again ${timesWords(times)} so far.`,
      };
    }
    if (form.get('what') === 'not') return NOTHING;
    const toClient = readAmount(text(form, 'amount'));
    if (!toClient || toClient.minor === 0) return { ...NOTHING, unreadable: true };
    const bearer = form.get('bearer') === 'provider' ? 'provider' : 'platform';
    const giving: Giving = { toClient, bearer, reason: text(form, 'reason') };
    if (form.get('what') !== 'give') return { ...NOTHING, confirm: giving };
    const { left } = await api.post<Output<typeof GiveMoneyBack>>(`/bookings/${params.id}/given-back`, giving, key);
    return { ...NOTHING, done: `${format(toClient)} goes back to the client. ${format(left)} of the price is left.` };
  });
}

/** What of a released price is not given back yet; null before the release. Booking has the last word. */
function leftOf({ booking }: Output<typeof BookingStory>): Money | null {
  if (booking.state !== 'released') return null;
  return { minor: booking.offer.price.minor - booking.refunded.minor, currency: booking.offer.price.currency };
}

export default function BookingPage(): ReactNode {
  const { shown, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return shown ? <Page shown={shown} /> : <SayWhy of="A booking" formKey={formKey} problem={done?.problem} />;
}

function Page({ shown }: { shown: Shown }): ReactNode {
  const { story, money, receipts } = shown;
  const { zone, formKey } = useLoaderData<typeof loader>();
  const { booking, lines } = story;
  const done = useActionData<typeof action>();
  const said = done && 'done' in done ? done : NOTHING;
  const left = leftOf(story);
  return (
    <>
      <p className="row">
        <span className="tag tag-good" data-state={booking.state}>
          {stateWords(booking.state)}
        </span>
        <code className="small">{booking.id}</code>
      </p>
      <h1>{booking.offer.title}</h1>
      <ProblemNotice problem={done?.problem} />
      {said.done && (
        <p role="status" className="card wash">
          {said.done}
        </p>
      )}
      <div className="two">
        <section aria-labelledby="story">
          <h2 id="story">Story</h2>
          <ol className="plain story">
            {lines.map((line) => (
              <li key={`${line.at}-${line.message}`}>
                <p>
                  <strong>{line.message}</strong>{' '}
                  <span className="quiet">
                    {line.from === line.to ? `stays ${line.to}` : `${line.from} → ${line.to}`}
                  </span>
                </p>
                <p className="quiet small">
                  <When at={line.at} zone={zone} />
                  {line.said.length > 0 && <>; said {line.said.join(', ')}</>}
                  {line.traceId && (
                    <>
                      ; trace <code>{line.traceId}</code>
                    </>
                  )}
                </p>
              </li>
            ))}
          </ol>
        </section>
        <aside className="stack">
          <Facts shown={shown} zone={zone} />
          <section className="card" aria-labelledby="money">
            <h2 id="money">Where the money is</h2>
            <Places entries={money.entries} />
            <dl className="facts">
              <dt>Held now</dt>
              <dd data-held={money.held.minor}>{format(money.held)}</dd>
              <dt>Given back</dt>
              <dd data-refunded={money.refunded.minor}>{format(money.refunded)}</dd>
            </dl>
            {money.bill && (
              <BillLines
                caption="The bill"
                lines={money.bill.lines}
                total={money.bill.total}
                totalWord={`Bill, ${money.bill.state}`}
              />
            )}
          </section>
          {left && <GiveBack left={left} formKey={formKey} confirm={said.confirm} unreadable={said.unreadable} />}
        </aside>
      </div>
      <Disputes money={money} booking={booking} zone={zone} />
      <Refunds refunds={money.refunds ?? []} formKey={formKey} />
      <Ledger entries={money.entries} zone={zone} />
      <Documents receipts={receipts} zone={zone} formKey={formKey} />
      <p>
        The messages of its room are not shown to staff. Where a life or the law needs them,{' '}
        <Link to={`/rooms?booking=${booking.id}`}>two of you may open them for an hour</Link>.
      </p>
    </>
  );
}

function Facts({ shown, zone }: { shown: Shown; zone: string }): ReactNode {
  const { story, alias } = shown;
  const { booking } = story;
  return (
    <section className="card" aria-label="Facts">
      <dl className="facts">
        <dt>Session</dt>
        <dd>
          <When at={booking.startsAt} to={booking.endsAt} zone={zone} />
        </dd>
        <dt>Mode</dt>
        <dd>{modeWords(booking.offer.mode).name}</dd>
        <dt>Client</dt>
        <dd>{alias[booking.clientId] ?? 'unknown'}</dd>
        <dt>Provider</dt>
        <dd>
          <Link to={`/providers/${booking.providerId}`}>{alias[booking.providerId] ?? 'Provider'}</Link>
        </dd>
        <dt>Terms</dt>
        <dd>{booking.termsVersion}</dd>
        <dt>Made</dt>
        <dd>
          <When at={booking.madeAt} zone={zone} />
        </dd>
        {booking.outcome && (
          <>
            <dt>Outcome</dt>
            <dd>{outcomeWords(booking.outcome)}</dd>
          </>
        )}
        {booking.next.until && (
          <>
            <dt>Waits</dt>
            <dd>
              {waitWords(booking.next)}, until <When at={booking.next.until} zone={zone} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
