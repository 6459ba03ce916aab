import { Textarea, TextInput } from '@mantine/core';
import type { Glass, Glasses, Output } from '@sounding/contracts';
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
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { glassWords } from '../parts/states.ts';

export const meta: MetaFunction = () => [{ title: 'Rooms · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const { glasses } = await load(request, () => apiOf(context).get<Output<typeof Glasses>>('/glasses'));
  const bookingId = new URL(request.url).searchParams.get('booking') ?? '';
  return { glasses, bookingId, me: person.accountId, zone: person.zone, formKey: newKey() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const asked = { bookingId: text(form, 'bookingId'), reason: text(form, 'reason') };
    const { id } = await apiOf(context).post<Glass>('/glasses', asked, text(form, 'key'));
    return redirect(`/rooms/${id}`);
  });
}

export default function Rooms(): ReactNode {
  const { glasses, bookingId, me, zone, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <h1>Rooms</h1>
      <p>
        Nobody of staff reads the messages of a room, unless two of you agree that a life or the law needs it: one asks,
        another agrees, and for an hour at most who asked reads this one room. Both sides get a mail at once, and see
        every reading on their own page.
      </p>
      {glasses.length === 0 ? <p className="quiet">Nobody has asked yet.</p> : <List {...{ glasses, me, zone }} />}
      <ProblemNotice problem={done?.problem} />
      <Form method="post" className="form card">
        <h2>Ask for a room</h2>
        <KeyField value={formKey} />
        <TextInput name="bookingId" label="Booking id" defaultValue={bookingId} required />
        <Textarea
          name="reason"
          label="What it is needed for"
          description="Whoever agrees reads this, and it is kept. At least a sentence."
          rows={3}
          minLength={30}
          maxLength={2000}
          required
        />
        <Submit>Ask another member of staff</Submit>
      </Form>
    </>
  );
}

interface ListProps {
  readonly glasses: readonly Glass[];
  readonly me: string;
  readonly zone: string;
}

function List({ glasses, me, zone }: ListProps): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section className="table-wrap" aria-label="Rooms that were asked for" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Asked</th>
            <th scope="col">By</th>
            <th scope="col">State</th>
            <th scope="col">Until</th>
          </tr>
        </thead>
        <tbody>
          {glasses.map((glass) => (
            <tr key={glass.id} data-glass={glass.id}>
              <td>
                <Link to={`/rooms/${glass.id}`}>
                  <When at={glass.askedAt} zone={zone} />
                </Link>
              </td>
              <td>{glass.askedBy === me ? 'You' : <code className="small">{glass.askedBy}</code>}</td>
              <td>{glassWords(glass.state)}</td>
              <td>
                <When at={glass.endedAt ?? glass.until} zone={zone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
