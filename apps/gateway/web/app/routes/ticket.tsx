import { Textarea } from '@mantine/core';
import type { Output, ViewTicket } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { ticketState } from '../parts/documents.ts';
import { Outcome } from '../parts/Outcome.tsx';

export const meta: MetaFunction = () => [{ title: 'Conversation with support · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const [person, page] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Output<typeof ViewTicket>>(`/tickets/${params.id}`)]),
  );
  return { ...page, zone: person.zone, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(`/tickets/${params.id}/messages`, { text: text(form, 'text') }, text(form, 'key'));
    return { problem: null };
  });
}

const WHO = { person: 'You', staff: 'Sounding support', platform: 'Sounding' } as const;

export default function TicketPage(): ReactNode {
  const { ticket, messages, claim, zone, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="reading">
      <p className="row small">
        <Link to="/tickets">Support</Link>
        <span className="tag">{ticketState(ticket.state)}</span>
      </p>
      <h1 className="own-words">{ticket.subject}</h1>
      {ticket.bookingId && (
        <p>
          About <Link to={`/bookings/${ticket.bookingId}`}>this booking</Link>
        </p>
      )}
      {claim && <Outcome claim={claim} side="client" zone={zone} />}
      <ol className="plain talk">
        {messages.map((message) => (
          <li key={`${message.at}-${message.by}`} className={message.by === 'person' ? 'said said-mine' : 'said'}>
            <p className="small quiet">
              {WHO[message.by]}, <When at={message.at} zone={zone} />
            </p>
            <p className="own-words">{message.text}</p>
          </li>
        ))}
      </ol>
      <ProblemNotice problem={done?.problem} />
      {ticket.state === 'closed' ? (
        <p>
          This conversation is closed. <Link to="/tickets/new">Begin another</Link>
        </p>
      ) : (
        <Form method="post" className="form" key={formKey}>
          <KeyField value={formKey} />
          <Textarea name="text" label="Your answer" maxLength={4000} required />
          <Submit busy="Sending…">Send</Submit>
        </Form>
      )}
    </div>
  );
}
