import { Button } from '@mantine/core';
import type { MyTickets, Output } from '@sounding/contracts';
import { When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { ticketState } from '../parts/documents.ts';

export const meta: MetaFunction = () => [{ title: 'Support · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const [person, { tickets }] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Output<typeof MyTickets>>('/tickets')]),
  );
  return { tickets, zone: person.zone };
}

export default function Tickets(): ReactNode {
  const { tickets, zone } = useLoaderData<typeof loader>();
  return (
    <div className="reading">
      <h1>Support</h1>
      <p className="lead">
        People, around the clock. Write whatever it is; you get an answer here and a mail that says so.
      </p>
      <p>
        <Button component={Link} to="/tickets/new">
          Write to us
        </Button>
      </p>
      {tickets.length > 0 && <h2>Your conversations</h2>}
      <ul className="plain past">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <Link to={`/tickets/${ticket.id}`}>{ticket.subject}</Link>
            <span className="quiet">
              <When at={ticket.changedAt} zone={zone} />
            </span>
            <span className={ticket.state === 'waiting-for-person' ? 'tag tag-good' : 'tag'}>
              {ticketState(ticket.state)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
