import { Button } from '@mantine/core';
import type { MyBookings, MyCatalog, MyMessages, MyMoney, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { partOfPrice, percent, type Terms, termsAt, windows } from '@sounding/terms';
import { stateWords, When } from '@sounding/ui';
import { apiOf, load, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { clientNamesOf } from '../names.server.ts';
import { nextStep, weekWords } from '../next-step.ts';
import { Deadline } from '../parts/Deadline.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';

export const meta: MetaFunction = () => [{ title: 'Your work · Sounding' }];

const COMING = new Set(['requested', 'reserved', 'confirmed', 'claimed', 'delivered']);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const person = await load(request, () => personOf(request, context));
  const catalog = await load(request, () => api.get<Output<typeof MyCatalog>>('/provider'));
  const { now } = context.get(visit);
  const common = { zone: person.zone, now: now.toISOString(), catalog, deal: dealOf(termsAt(now)) };
  if (!catalog.provider) return { ...common, work: null };
  const [{ bookings }, money, { rooms }] = await load(request, () =>
    Promise.all([
      api.get<Output<typeof MyBookings>>('/bookings', { as: 'provider' }),
      api.get<Output<typeof MyMoney>>('/provider/money'),
      api.get<Output<typeof MyMessages>>('/messages'),
    ]),
  );
  const names = await clientNamesOf(
    context,
    bookings.map((booking) => booking.clientId),
  );
  const mine = new Map(bookings.map((booking) => [booking.id, booking.clientId]));
  const messages = rooms
    .filter((room) => mine.has(room.bookingId) && room.unread > 0)
    .map((room) => ({ ...room, from: names[mine.get(room.bookingId) ?? ''] ?? 'your client' }));
  return {
    ...common,
    work: { coming: bookings.filter((booking) => COMING.has(booking.state)), money, messages, names },
  };
}

/** What a provider is promised, in the words of the terms. */
function dealOf(terms: Terms) {
  const { guarantee, transferDay } = windows(terms);
  const late = terms.rules['client-cancelled-late'].priceBack;
  const kept = partOfPrice(late === 'decided' ? 0 : 10_000 - late);
  return { guarantee, transferDay, kept, commission: percent(terms.commissionBasisPoints) };
}

type Deal = ReturnType<typeof dealOf>;

export default function ProviderHome(): ReactNode {
  const { catalog, work, zone, now, deal } = useLoaderData<typeof loader>();
  if (!work || !catalog.provider) return <Invitation deal={deal} />;
  const published = catalog.listings.filter((listing) => listing.state === 'published').length;
  return (
    <>
      <ProviderNav handle={catalog.provider.handle} />
      <h1>Your work</h1>
      {published === 0 && <FirstSteps listings={catalog.listings.length} />}
      <Purse money={work.money} deal={deal} />
      <div className="two">
        <section aria-labelledby="coming">
          <h2 id="coming">Sessions</h2>
          {work.coming.length === 0 && <p className="quiet">Nothing is booked. You get a mail for each new booking.</p>}
          <ul className="plain stack">
            {work.coming.map((booking) => {
              const step = nextStep(booking, 'provider');
              return (
                <li key={booking.id} className="card">
                  <p className="row small">
                    <span className="tag tag-good">{stateWords(booking.state)}</span>
                    {work.names[booking.clientId] && <span>with {work.names[booking.clientId]}</span>}
                    {weekWords(booking) && <span className="tag">{weekWords(booking)}</span>}
                  </p>
                  <h3>
                    <Link to={`/bookings/${booking.id}`}>{booking.offer.title}</Link>
                  </h3>
                  <p>
                    <When at={booking.startsAt} to={booking.endsAt} zone={zone} />
                  </p>
                  <p className="small">{step.title}</p>
                  <Deadline until={step.until} zone={zone} now={now} />
                  {step.link && <Link to={step.link.to}>{step.link.words}</Link>}
                  {booking.state === 'requested' && <Link to={`/bookings/${booking.id}`}>Answer</Link>}
                </li>
              );
            })}
          </ul>
        </section>
        <section aria-labelledby="messages">
          <h2 id="messages">Messages</h2>
          {work.messages.length === 0 && <p className="quiet">Nothing unread.</p>}
          <ul className="plain stack">
            {work.messages.map((room) => (
              <li key={room.bookingId}>
                <Link to={`/bookings/${room.bookingId}/room`}>
                  {room.unread} new from {room.from}
                </Link>
                <div className="quiet small">
                  <When at={room.lastAt} zone={zone} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <p>
        <Link to="/provider/money">Your money: transfers, payouts, statements</Link>
      </p>
      <Movements money={work.money} zone={zone} />
    </>
  );
}

function Invitation({ deal }: { deal: Deal }): ReactNode {
  return (
    <div className="reading">
      <h1>Offer your time</h1>
      <p className="lead">
        Name your price and your hours. Clients pay before they meet you; you are paid {deal.guarantee} after each
        session, your price less {deal.commission}.
      </p>
      <ul className="rules">
        <li>
          If a client does not come, you get your price less commission. If they cancel late, {deal.kept} less
          commission.
        </li>
        <li>Tips are all yours.</li>
        <li>Advice needs no licence and makes no clinical claim. Therapy needs a licence, which we verify first.</li>
      </ul>
      <Button component={Link} to="/provider/profile" size="lg">
        Write your profile
      </Button>
    </div>
  );
}

function FirstSteps({ listings }: { listings: number }): ReactNode {
  return (
    <section className="card wash" aria-labelledby="first">
      <h2 id="first">Before clients can find you</h2>
      <ol>
        <li>
          <Link to="/provider/schedule">Set your weekly hours</Link>
        </li>
        <li>
          {listings === 0 ? (
            <Link to="/provider/listings/new">Write a listing</Link>
          ) : (
            <Link to="/provider/listings">Publish your listing</Link>
          )}
        </li>
      </ol>
    </section>
  );
}

type Money = Output<typeof MyMoney>;

function Purse({ money, deal }: { money: Money; deal: Deal }): ReactNode {
  const parts = [
    ['held', 'On hold', money.held, `Waits until ${deal.guarantee} after each session`],
    ['payable', 'Payable', money.payable, `Goes out with the next ${deal.transferDay} transfer`],
    ['released', 'Released so far', money.released, 'All that ever became payable'],
  ] as const;
  return (
    <dl className="purse">
      {parts.map(([key, words, amount, meaning]) => (
        <div key={key} className="card" data-money={key}>
          <dt>{words}</dt>
          <dd>
            <strong>{format(amount)}</strong>
            <span className="quiet small">{meaning}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const MOVED = { held: 'On hold', payable: 'Payable', refunded: 'Went back to the client' } as const;

function Movements({ money, zone }: { money: Money; zone: string }): ReactNode {
  if (money.rows.length === 0) return null;
  return (
    <section aria-labelledby="movements">
      <h2 id="movements">Your money, booking by booking</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways on a phone must be reachable by keyboard. */}
      <section className="table-wrap" aria-label="Movements" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">For</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Your part
              </th>
            </tr>
          </thead>
          <tbody>
            {money.rows.map((row) => (
              <tr key={`${row.bookingId}-${row.what}-${row.state}-${row.at}`}>
                <td>
                  <When at={row.at} zone={zone} />
                </td>
                <td>
                  <Link to={`/bookings/${row.bookingId}`}>{row.what === 'tip' ? 'Tip' : 'Session'}</Link>
                </td>
                <td>
                  {MOVED[row.state]}
                  {row.releasesAt && (
                    <span className="quiet small">
                      {' '}
                      until <When at={row.releasesAt} zone={zone} />
                    </span>
                  )}
                </td>
                <td className="number">{format(row.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
