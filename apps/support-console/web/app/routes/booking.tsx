import type { Aliases, BookingMoney, BookingStory, Output, StaffReceipts } from '@sounding/contracts';
import { format } from '@sounding/money';
import { BillLines, modeWords, outcomeWords, stateWords, When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { Ledger } from '../parts/Ledger.tsx';

export const meta: MetaFunction = () => [{ title: 'Booking · Support console' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const path = `/bookings/${params.id}`;
  const [person, story, money, { receipts }] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      api.get<Output<typeof BookingStory>>(`${path}/story`),
      api.get<Output<typeof BookingMoney>>(`${path}/money`),
      api.get<Output<typeof StaffReceipts>>(`${path}/receipts`),
    ]),
  );
  const { clientId, providerId } = story.booking;
  const { names } = await load(request, () =>
    api.get<Output<typeof Aliases>>('/names', { ids: `${clientId},${providerId}` }),
  );
  const alias = Object.fromEntries(names.map((name) => [name.accountId, name.alias]));
  return { story, money, receipts, alias, zone: person.zone };
}

export default function BookingPage(): ReactNode {
  const { story, money, receipts, zone } = useLoaderData<typeof loader>();
  const { booking, lines } = story;
  return (
    <>
      <p className="row">
        <span className="tag tag-good" data-state={booking.state}>
          {stateWords(booking.state)}
        </span>
        <code className="small">{booking.id}</code>
      </p>
      <h1>{booking.offer.title}</h1>
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
          <Facts />
          <section className="card" aria-labelledby="money">
            <h2 id="money">Money</h2>
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
        </aside>
      </div>
      <Ledger entries={money.entries} zone={zone} />
      {receipts.length > 0 && (
        <section aria-labelledby="documents">
          <h2 id="documents">Documents</h2>
          <ul>
            {receipts.map((receipt) => (
              <li key={receipt.id}>
                {receipt.number}: {format(receipt.total)}, <When at={receipt.issuedAt} zone={zone} />
                {receipt.reason && `, ${outcomeWords(receipt.reason).toLowerCase()}`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Facts(): ReactNode {
  const { story, alias, zone } = useLoaderData<typeof loader>();
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
            <dt>Waits until</dt>
            <dd>
              <When at={booking.next.until} zone={zone} /> ({booking.next.what}, {booking.next.whose})
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
