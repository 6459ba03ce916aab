import { Checkbox, Textarea } from '@mantine/core';
import type { Aliases, BookingStory, Output, StaffTicket } from '@sounding/contracts';
import { KeyField, ProblemNotice, readAmount, Submit, When } from '@sounding/ui';
import { ApiProblem, act, apiOf, load, newKey, text } from '@sounding/ui/api';
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
import { Claim } from '../parts/Claim.tsx';
import { Difference } from '../parts/Difference.tsx';
import { kindWords, stateWords } from '../parts/states.ts';

export const meta: MetaFunction = () => [{ title: 'Ticket · Support console' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const [person, page] = await load(request, () =>
    Promise.all([personOf(request, context), api.get<Output<typeof StaffTicket>>(`/tickets/${params.id}`)]),
  );
  const { id: ticket, bookingId, accountId } = page.ticket;
  // A ticket is answered even while booking or identity do not answer; only their part is missing then.
  const [story, names] = await Promise.all([
    bookingId ? orNull(api.get<Output<typeof BookingStory>>(`/bookings/${bookingId}/story`, { ticket })) : null,
    accountId ? orNull(api.get<Output<typeof Aliases>>('/names', { ids: accountId, ticket })) : null,
  ]);
  return {
    ...page,
    booking: story?.booking ?? null,
    alias: names?.names[0]?.alias ?? null,
    zone: person.zone,
    formKey: newKey(),
  };
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return null;
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = text(form, 'key');
  const claimId = text(form, 'claim');
  return act(request, async () => {
    if (!claimId) {
      await apiOf(context).post(
        `/tickets/${params.id}/answers`,
        { text: text(form, 'text'), close: form.get('close') === 'yes' },
        key,
      );
      return { done: 'answered', problem: null };
    }
    const toClient = readAmount(text(form, 'amount'));
    if (!toClient) return { done: 'unreadable', problem: null };
    await apiOf(context).post(`/claims/${claimId}/decision`, { toClient, reason: text(form, 'reason') }, key);
    return { done: 'decided', problem: null };
  });
}

const WHO = { person: 'The person', staff: 'Support', platform: 'Platform' } as const;

export default function TicketPage(): ReactNode {
  const { ticket, messages, claim, difference, booking, alias, zone, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="two">
      <section>
        <p className="row">
          <Link to="/">Tickets</Link>
          <span className="tag" data-state={ticket.state}>
            {stateWords(ticket.state)}
          </span>
          {ticket.accountId === null && <span className="tag tag-warn">{kindWords(ticket.kind)}</span>}
          {alias && <span className="quiet">from {alias}</span>}
          {ticket.until && (
            <span>
              Until <When at={ticket.until} zone={zone} />
            </span>
          )}
        </p>
        <h1 className="own-words">{ticket.subject}</h1>
        {difference && <Difference difference={difference} zone={zone} />}
        <ol className="plain said-list">
          {messages.map((message) => (
            <li key={`${message.at}-${message.by}`} className={`card said-by-${message.by}`}>
              <p className="quiet small">
                {WHO[message.by]}, <When at={message.at} zone={zone} />
              </p>
              <p className="own-words">{message.text}</p>
            </li>
          ))}
        </ol>
        <ProblemNotice problem={done?.problem} />
        {ticket.state !== 'closed' && (
          <Form method="post" className="form card" key={messages.length}>
            <h2>{ticket.accountId === null ? 'Note' : 'Answer'}</h2>
            <KeyField value={formKey} />
            <Textarea
              name="text"
              label={
                ticket.accountId === null
                  ? 'For other staff; no person ever sees this ticket'
                  : 'The person reads this, and gets a mail that says so'
              }
              rows={5}
              maxLength={4000}
              required
            />
            <Checkbox
              name="close"
              value="yes"
              label={`Close the ticket with this ${ticket.accountId === null ? 'note' : 'answer'}`}
            />
            <Submit busy="Sending…">{ticket.accountId === null ? 'Keep the note' : 'Send the answer'}</Submit>
          </Form>
        )}
      </section>
      <aside>
        {claim && (
          <Claim
            claim={claim}
            booking={booking}
            zone={zone}
            formKey={formKey}
            unreadable={done !== undefined && 'done' in done && done.done === 'unreadable'}
          />
        )}
        {ticket.bookingId && (
          <p>
            <Link to={`/bookings/${ticket.bookingId}?ticket=${ticket.id}`}>The booking’s story and money</Link>
          </p>
        )}
      </aside>
    </div>
  );
}
