import { Textarea } from '@mantine/core';
import type { MyCatalog, MyReviews, Output } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
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
import { Rating } from '../parts/ListingCard.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';
import { ReviewText } from '../parts/ReviewText.tsx';

export const meta: MetaFunction = () => [{ title: 'Your reviews · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const person = await load(request, () => personOf(request, context));
  const [{ provider }, { rating, count, reviews }] = await load(request, () =>
    Promise.all([
      api.get<Output<typeof MyCatalog>>('/provider'),
      api.get<Output<typeof MyReviews>>('/provider/reviews'),
    ]),
  );
  return {
    handle: provider?.handle ?? null,
    rating,
    count,
    reviews: reviews.map((review) => ({ ...review, formKey: newKey() })),
    zone: person.zone,
    now: context.get(visit).now.toISOString(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const id = encodeURIComponent(text(form, 'review'));
  return act(request, async () => {
    await apiOf(context).post(`/provider/reviews/${id}/answer`, { text: text(form, 'text') }, text(form, 'key'));
    return redirect('/provider/reviews');
  });
}

export default function ProviderReviews(): ReactNode {
  const { handle, rating, count, reviews, zone, now } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <ProviderNav handle={handle} />
      <div className="narrow">
        <h1>Your reviews</h1>
        <p>
          {rating !== null && <Rating rating={rating} reviews={count} />} Clients write one for each session that took
          place. You read it seven days after the session, with everybody else, and may answer it once.
        </p>
        <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
        {reviews.length === 0 && <p className="quiet">There is none yet.</p>}
        <ul className="plain stack">
          {reviews.map((review) => (
            <li key={review.id} className="card">
              <ReviewText review={review} answeredBy={null} zone={zone} now={now} />
              {review.mayAnswer && (
                <details>
                  <summary>Answer {review.alias}</summary>
                  <Form method="post" className="form">
                    <KeyField value={review.formKey} />
                    <input type="hidden" name="review" value={review.id} />
                    <Textarea
                      name="text"
                      label={`Your answer to ${review.alias}`}
                      description="Everybody reads it below the review, and it cannot be changed. Tell nothing of what was said in the session."
                      minLength={2}
                      maxLength={1000}
                      rows={4}
                      required
                    />
                    <Submit name="answered" value={review.id}>
                      Show this answer
                    </Submit>
                  </Form>
                </details>
              )}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
