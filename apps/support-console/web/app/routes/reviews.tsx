import { Textarea } from '@mantine/core';
import type { Output, StaffReviews } from '@sounding/contracts';
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

export const meta: MetaFunction = () => [{ title: 'Reviews · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const api = apiOf(context);
  const providerId = new URL(request.url).searchParams.get('provider');
  const { reviews } = await load(request, () => api.get<Output<typeof StaffReviews>>('/reviews', { providerId }));
  return {
    reviews: reviews.map((review) => ({ ...review, formKey: newKey() })),
    me: person.accountId,
    providerId,
    zone: person.zone,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(
      `/reviews/${encodeURIComponent(text(form, 'review'))}/hiding`,
      { hidden: form.get('hidden') === 'yes', reason: text(form, 'reason') },
      text(form, 'key'),
    );
    return { saved: true, problem: null };
  });
}

export default function Reviews(): ReactNode {
  const { reviews, providerId } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <h1>Reviews</h1>
      <p>
        The newest 100 that can be read{providerId ? ' of one provider' : ''}, and those we hid. A review is ours to
        hide when it tells who somebody is, threatens, insults, advertises, or is of no session; not because somebody
        dislikes it. What a hidden one says is on its own page. Nobody, staff included, reads one before its seven days
        are over.
      </p>
      {providerId && (
        <p>
          <Link to={`/providers/${providerId}`}>The provider</Link> · <Link to="/reviews">Reviews of everybody</Link>
        </p>
      )}
      <ProblemNotice problem={done?.problem} />
      {done && 'saved' in done && <p role="status">Recorded.</p>}
      {reviews.length === 0 && <p className="quiet">There is none.</p>}
      <ul className="plain stack">
        {reviews.map((review) => (
          <li key={review.id} className="card" data-review={review.id} data-hidden={review.hidden}>
            <One review={review} />
          </li>
        ))}
      </ul>
    </>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>['reviews'][number];

function One({ review }: { review: Shown }): ReactNode {
  const { me, zone } = useLoaderData<typeof loader>();
  const { displayName, providerId, bookingId, stars, decisions, hidden } = review;
  return (
    <>
      <p className="row">
        <strong>{stars} of 5</strong>
        <span>
          {review.alias && `by ${review.alias} `}of <Link to={`/reviews?provider=${providerId}`}>{displayName}</Link>,{' '}
          <When at={review.at} zone={zone} />
        </span>
        {bookingId && <Link to={`/bookings/${bookingId}`}>Its booking</Link>}
        {!bookingId && <Link to={`/reviews/${review.id}`}>{hidden ? 'What it says' : 'Its booking'}</Link>}
        {hidden && <span className="tag">Hidden</span>}
      </p>
      {review.text && <p className="own-words">{review.text}</p>}
      {review.answer && (
        <p className="own-words">
          <strong>Answered:</strong> {review.answer.text}
        </p>
      )}
      {decisions.length > 0 && (
        <ul className="small">
          {decisions.map((one) => (
            <li key={one.at}>
              {one.hidden ? 'Hidden' : 'Shown again'} by {one.staffId === me ? 'you' : <code>{one.staffId}</code>},{' '}
              <When at={one.at} zone={zone} />
              {one.reason && `: ${one.reason}`}
            </li>
          ))}
        </ul>
      )}
      {/* Begun anew once it is decided: the reason for hiding is none for showing again. */}
      <details key={String(hidden)}>
        <summary>{hidden ? 'Show it again' : 'Hide it'}</summary>
        <Form method="post" className="form">
          <KeyField value={review.formKey} />
          <input type="hidden" name="review" value={review.id} />
          <input type="hidden" name="hidden" value={hidden ? 'no' : 'yes'} />
          <Textarea
            name="reason"
            label={review.alias ? `Why, about the review by ${review.alias}` : 'Why, about this review'}
            description={hidden ? 'It is kept beside the decision before.' : 'Whoever wrote the review reads this.'}
            rows={2}
            minLength={3}
            maxLength={500}
            required
          />
          <Submit name="which" value={review.id}>
            {hidden ? 'Show this review again' : 'Hide this review'}
          </Submit>
        </Form>
      </details>
    </>
  );
}
