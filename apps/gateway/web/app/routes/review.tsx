import { Radio, Textarea } from '@mantine/core';
import type { BookingReview, Output, OwnReview, ViewBooking } from '@sounding/contracts';
import { KeyField, type Problem, ProblemNotice, Submit, When } from '@sounding/ui';
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
import { otherOf } from '../names.server.ts';
import { ReviewText } from '../parts/ReviewText.tsx';

export const meta: MetaFunction = () => [{ title: 'Your review · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const [person, booking, found] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      api.get<Output<typeof ViewBooking>>(`/bookings/${params.id}`),
      api.get<Output<typeof BookingReview>>(`/bookings/${params.id}/review`),
    ]),
  );
  const name = await otherOf(context, booking, person.accountId);
  const now = context.get(visit).now.toISOString();
  return { ...found, booking, name, alias: person.alias, zone: person.zone, now, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(
      `/bookings/${params.id}/review`,
      { stars: Number(text(form, 'stars')), text: text(form, 'text') },
      text(form, 'key'),
    );
    return redirect(`/bookings/${params.id}/review`);
  });
}

export default function ReviewPage(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { booking, review, writeUntil } = page;
  return (
    <div className="narrow">
      <h1>{review ? 'Your review' : 'Write a review'}</h1>
      <p className="lead">
        {booking.offer.title}, <When at={booking.startsAt} zone={page.zone} as="day" now={page.now} />
      </p>
      {review && <Written review={review} />}
      {!review && writeUntil && <Write problem={refused && 'problem' in refused ? refused.problem : null} />}
      {!review && !writeUntil && <p>A review can be written until thirty days after the session, and they are over.</p>}
      <p>
        <Link to={`/bookings/${booking.id}`}>Back to the booking</Link>
      </p>
    </div>
  );
}

const CHOICES = [
  [5, 'Very good'],
  [4, 'Good'],
  [3, 'Fair'],
  [2, 'Poor'],
  [1, 'Bad'],
] as const;

function Write({ problem }: { problem: Problem | null }): ReactNode {
  const { alias, shownFrom, writeUntil, zone, now, formKey } = useLoaderData<typeof loader>();
  return (
    <>
      <div className="card wash">
        <h2>Before you write</h2>
        <ul>
          <li>
            {shownFrom > now ? (
              <>
                Nobody reads it before <When at={shownFrom} zone={zone} />: not your provider, and not we.
              </>
            ) : (
              'It is shown at once.'
            )}
          </li>
          <li>
            It appears under your alias, {alias}. Please name nobody else, and nothing you would not tell a stranger.
          </li>
          <li>
            You write one review of this session, and it cannot be changed afterwards. Your provider may answer it once.
          </li>
        </ul>
      </div>
      <ProblemNotice problem={problem} />
      <Form method="post" className="form">
        <KeyField value={formKey} />
        <Radio.Group name="stars" label="How was it?" required>
          <div className="stack-small">
            {CHOICES.map(([stars, words]) => (
              <Radio key={stars} value={String(stars)} label={`${stars} of 5: ${words}`} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          name="text"
          label="What would have helped you to know before?"
          description="At least a sentence, at most 2,000 characters."
          minLength={20}
          maxLength={2000}
          rows={6}
          required
        />
        <Submit>Send the review</Submit>
        {writeUntil && (
          <p className="quiet small">
            Possible until <When at={writeUntil} zone={zone} />.
          </p>
        )}
      </Form>
    </>
  );
}

function Written({ review }: { review: OwnReview }): ReactNode {
  const { name, zone, now } = useLoaderData<typeof loader>();
  return (
    <>
      {review.hidden ? (
        <div className="card wash" role="status">
          <h2>Our staff have hidden this review</h2>
          <p>Nobody else reads it, and it does not count. The reason: {review.hidden.reason}</p>
          <p className="small">
            If you think that this is wrong, <Link to="/tickets/new">write to support</Link>.
          </p>
        </div>
      ) : (
        <p role="status" className="card wash">
          {review.shown ? (
            'Everybody can read it on your provider’s page.'
          ) : (
            <>
              Thank you. Nobody else reads it before <When at={review.shownFrom} zone={zone} />.
            </>
          )}
        </p>
      )}
      <div className="card">
        <ReviewText review={review} answeredBy={name ?? 'your provider'} zone={zone} now={now} />
      </div>
    </>
  );
}
