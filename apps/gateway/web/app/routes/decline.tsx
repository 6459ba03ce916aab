import type { Output, ViewBooking } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
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
import { nextStep } from '../next-step.ts';
import { Deadline } from '../parts/Deadline.tsx';

export const meta: MetaFunction = () => [{ title: 'Decline this time · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const path = `/bookings/${params.id}`;
  const [person, booking] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Output<typeof ViewBooking>>(path)]),
  );
  if (booking.state !== 'offered') throw redirect(path);
  return { booking, zone: person.zone, now: context.get(visit).now.toISOString(), formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const goOn = text(form, 'wait') === 'on';
    await apiOf(context).post(`/bookings/${params.id}/decline`, { goOn }, text(form, 'key'));
    return redirect('/bookings');
  });
}

export default function DeclinePage(): ReactNode {
  const { booking, zone, now, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Decline this time?</h1>
      <ProblemNotice problem={done && 'problem' in done ? done.problem : null} />
      <div className="card">
        <h2>{booking.offer.title}</h2>
        <p>
          <strong>
            <When at={booking.startsAt} to={booking.endsAt} zone={zone} />
          </strong>
        </p>
        <p>The next in line is offered it at once, and it is not offered to you again. Nothing was charged.</p>
        <Deadline until={nextStep(booking, 'client').until} zone={zone} now={now} />
      </div>
      <Form method="post" className="form book-form">
        <KeyField value={formKey} />
        <div className="row">
          <Submit name="wait" value="on" busy="Declining…">
            Decline, and keep my place in line
          </Submit>
          <Submit name="wait" value="off" variant="default" busy="Declining…">
            Decline, and stop waiting
          </Submit>
        </div>
        <p>
          <Link to={`/bookings/${booking.id}`}>Back to the time</Link>
        </p>
      </Form>
    </div>
  );
}
