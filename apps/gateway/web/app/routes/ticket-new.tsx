import { Textarea, TextInput } from '@mantine/core';
import type { OpenTicket, Output } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Write to support · Sounding' }];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function loader({ request, context }: LoaderFunctionArgs) {
  await load(request, () => personOf(request, context));
  const asked = new URL(request.url).searchParams;
  const booking = asked.get('booking') ?? '';
  const correction = asked.get('kind') === 'correction';
  return { booking: UUID.test(booking) ? booking : null, correction, formKey: newKey() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const bookingId = text(form, 'booking');
  return act(request, async () => {
    const ticket = await apiOf(context).post<Output<typeof OpenTicket>>(
      '/tickets',
      {
        ...{ subject: text(form, 'subject'), text: text(form, 'text') },
        ...(bookingId ? { bookingId } : {}),
        ...(text(form, 'kind') === 'correction' ? { kind: 'correction' } : {}),
      },
      text(form, 'key'),
    );
    return redirect(`/tickets/${ticket.id}`);
  });
}

export default function NewTicket(): ReactNode {
  const { booking, correction, formKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>{correction ? 'Ask us to correct something' : 'Write to support'}</h1>
      <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
      <Form method="post" className="form">
        <KeyField value={formKey} />
        {correction && (
          <>
            <input type="hidden" name="kind" value="correction" />
            <p className="card wash">
              Say what is wrong and how it should be. We answer within 30 days, and tell you why if we cannot change it.
            </p>
          </>
        )}
        {booking && (
          <>
            <input type="hidden" name="booking" value={booking} />
            <p className="card wash">This goes with your booking, so that we can see its course and its money.</p>
          </>
        )}
        <TextInput
          name="subject"
          label="What is it about?"
          defaultValue={correction ? 'Please correct what you hold of me' : ''}
          minLength={3}
          maxLength={120}
          required
        />
        <Textarea
          name="text"
          label="Your message"
          description="We see nothing of your room or messages unless you tell us."
          maxLength={4000}
          rows={7}
          required
        />
        <Submit busy="Sending…">Send</Submit>
      </Form>
    </div>
  );
}
