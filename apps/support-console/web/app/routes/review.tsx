import type { Output, StaffReviews } from '@sounding/contracts';
import { When } from '@sounding/ui';
import { act, apiOf, load, newKey } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  data,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { SayWhy } from '../parts/SayWhy.tsx';
import { sayWhy, unlessWhyNeeded, whyOf } from '../parts/why.ts';

export const meta: MetaFunction = () => [{ title: 'Review · Support console' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const path = `/reviews/${encodeURIComponent(params.id ?? '')}`;
  const found = await unlessWhyNeeded(request, () =>
    apiOf(context).get<Output<typeof StaffReviews>>(path, whyOf(request)),
  );
  if (found && found.reviews.length === 0) throw data(null, { status: 404 });
  return { review: found?.reviews[0] ?? null, me: person.accountId, zone: person.zone, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, () => sayWhy(context, form, { what: 'review', id: params.id ?? '' }));
}

export default function ReviewPage(): ReactNode {
  const { review, me, zone, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (!review) return <SayWhy of="A review" formKey={formKey} problem={done?.problem} />;
  return (
    <>
      <p>
        <Link to="/reviews">Reviews</Link>
      </p>
      <h1>Review</h1>
      <p className="row">
        <strong>{review.stars} of 5</strong>
        <span>
          by {review.alias} of <Link to={`/reviews?provider=${review.providerId}`}>{review.displayName}</Link>,{' '}
          <When at={review.at} zone={zone} />
        </span>
        {review.bookingId && <Link to={`/bookings/${review.bookingId}`}>Its booking</Link>}
        {review.hidden && <span className="tag">Hidden</span>}
      </p>
      <p className="own-words">{review.text}</p>
      {review.answer && (
        <p className="own-words">
          <strong>Answered:</strong> {review.answer.text}
        </p>
      )}
      <ul className="small">
        {review.decisions.map((one) => (
          <li key={one.at}>
            {one.hidden ? 'Hidden' : 'Shown again'} by {one.staffId === me ? 'you' : <code>{one.staffId}</code>},{' '}
            <When at={one.at} zone={zone} />: {one.reason}
          </li>
        ))}
      </ul>
    </>
  );
}
