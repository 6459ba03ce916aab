import type { Output, PreviewCancel, ViewBooking } from '@sounding/contracts';
import { CURRENCY, format } from '@sounding/money';
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
import { sideOf } from '../next-step.ts';

export const meta: MetaFunction = () => [{ title: 'Cancel this booking · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const path = `/bookings/${params.id}`;
  const [person, booking, preview] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      api.get<Output<typeof ViewBooking>>(path),
      api.get<Output<typeof PreviewCancel>>(`${path}/cancellation`),
    ]),
  );
  return { booking, preview, side: sideOf(booking, person.accountId), zone: person.zone, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const seen = { minor: Number(text(form, 'seen')), currency: CURRENCY };
    await apiOf(context).post(`/bookings/${params.id}/cancellation`, { seen }, text(form, 'key'));
    return redirect(`/bookings/${params.id}`);
  });
}

export default function CancelPage(): ReactNode {
  const { booking, preview, side, zone, formKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const back = { minor: preview.toClient.minor + preview.feeToClient.minor, currency: preview.toClient.currency };
  const asked = booking.state === 'requested';
  const whom = side === 'client' ? 'You get back' : 'Your client gets back';
  return (
    <div className="narrow">
      <h1>{asked ? 'Take back this request?' : 'Cancel this booking?'}</h1>
      <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
      <div className="card">
        <h2>{booking.offer.title}</h2>
        <p>
          <When at={booking.startsAt} to={booking.endsAt} zone={zone} />
        </p>
        <dl className="facts">
          <dt>{whom}</dt>
          <dd>
            <strong data-refund={back.minor}>{format(back)}</strong>
          </dd>
          {side === 'client' && (
            <>
              <dt>Handling Fee</dt>
              <dd>{preview.feeKept.minor > 0 ? `${format(preview.feeKept)}, kept` : 'returned'}</dd>
            </>
          )}
          {(side === 'provider' || preview.toProvider.minor > 0) && (
            <>
              <dt>{side === 'provider' ? 'You get' : 'Your provider gets'}</dt>
              <dd>{format(preview.toProvider)}</dd>
            </>
          )}
        </dl>
        <p>{preview.because}</p>
      </div>
      <Form method="post" className="form book-form">
        <KeyField value={formKey} />
        <input type="hidden" name="seen" value={preview.toClient.minor} />
        <div className="row">
          <Submit color="rust" busy="Cancelling…">
            {asked ? 'Take it back' : 'Cancel the booking'}
          </Submit>
          <Link to={`/bookings/${booking.id}`}>Keep it</Link>
        </div>
      </Form>
    </div>
  );
}
