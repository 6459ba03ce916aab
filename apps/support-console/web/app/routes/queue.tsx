import type { Output, StaffQueue, Ticket } from '@sounding/contracts';
import { When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { KINDS, kindWords, STATES, stateWords } from '../parts/states.ts';

export const meta: MetaFunction = () => [{ title: 'Tickets · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const { searchParams } = new URL(request.url);
  const state = STATES.find((one) => one === searchParams.get('state')) ?? 'waiting-for-staff';
  const kind = KINDS.find((one) => one === searchParams.get('kind')) ?? null;
  const { tickets } = await load(request, () => apiOf(context).get<Output<typeof StaffQueue>>('/tickets', { state }));
  const counts = KINDS.map((one) => ({ kind: one, count: tickets.filter((ticket) => ticket.kind === one).length }));
  return {
    tickets: kind ? tickets.filter((ticket) => ticket.kind === kind) : tickets,
    all: tickets.length,
    counts,
    state,
    kind,
    zone: person.zone,
  };
}

export default function Queue(): ReactNode {
  const { tickets, all, counts, state, kind, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>Tickets</h1>
      <nav aria-label="State" className="tabs">
        {STATES.map((one) => (
          <Link key={one} to={`/?state=${one}`} aria-current={one === state ? 'page' : undefined}>
            {stateWords(one)}
          </Link>
        ))}
      </nav>
      <nav aria-label="Kind" className="tabs tabs-small">
        <Link to={`/?state=${state}`} aria-current={kind === null ? 'page' : undefined}>
          All kinds <span className="quiet">{all}</span>
        </Link>
        {counts.map((one) => (
          <Link
            key={one.kind}
            to={`/?state=${state}&kind=${one.kind}`}
            aria-current={one.kind === kind ? 'page' : undefined}
          >
            {kindWords(one.kind)} <span className="quiet">{one.count}</span>
          </Link>
        ))}
      </nav>
      {tickets.length === 0 ? <p className="quiet">Nothing here.</p> : <Tickets tickets={tickets} zone={zone} />}
    </>
  );
}

function Tickets({ tickets, zone }: { tickets: readonly Ticket[]; zone: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section className="table-wrap" aria-label="Tickets" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Subject</th>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th scope="col">Until</th>
            <th scope="col">Last change</th>
            <th scope="col">Booking</th>
          </tr>
        </thead>
        <tbody>
          {tickets.map((ticket) => (
            <tr key={ticket.id} data-ticket={ticket.id}>
              <td>
                <Link to={`/tickets/${ticket.id}`}>{ticket.subject}</Link>
              </td>
              <td>
                <span className={ticket.kind === 'question' ? 'tag' : 'tag tag-warn'}>{kindWords(ticket.kind)}</span>
              </td>
              <td>{stateWords(ticket.state)}</td>
              <td>{ticket.until ? <When at={ticket.until} zone={zone} /> : <span className="quiet">–</span>}</td>
              <td>
                <When at={ticket.changedAt} zone={zone} />
              </td>
              <td>
                {ticket.bookingId && (
                  <Link to={`/bookings/${ticket.bookingId}?ticket=${ticket.id}`}>Story and money</Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
