import { Button, NativeSelect } from '@mantine/core';
import type { Output, Reserve, ViewListing } from '@sounding/contracts';
import { termsAt, windows } from '@sounding/terms';
import { AllIn, duration, KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
import { sessionOf, zoneOf } from '@sounding/ui/session';
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
import { ModeTag } from '../parts/ListingCard.tsx';
import { placeChoices, placesWords } from '../places.ts';

export const meta: MetaFunction = () => [{ title: 'Book this time · Sounding' }];

/** The start from the address, as the API writes instants; null when it is none. */
function startOf(request: Request): string | null {
  const time = Date.parse(new URL(request.url).searchParams.get('start') ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const start = startOf(request);
  if (!start) throw redirect(`/listings/${params.listingId}`);
  const [page, session, zone] = await load(request, () =>
    Promise.all([
      apiOf(context).get<Output<typeof ViewListing>>(`/listings/${params.listingId}`),
      sessionOf(context),
      zoneOf(request, context),
    ]),
  );
  const { listing, provider } = page;
  const end = new Date(Date.parse(start) + listing.durationMinutes * 60_000).toISOString();
  return {
    listing,
    provider: { displayName: provider.displayName, licencePlaces: provider.licencePlaces },
    start,
    end,
    zone,
    reservation: windows(termsAt(context.get(visit).now)).reservation,
    signedIn: session !== null,
    formKey: newKey(),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const place = text(form, 'place');
  return act(request, async () => {
    const { booking } = await apiOf(context).post<Output<typeof Reserve>>(
      '/bookings',
      { listingId: params.listingId, startsAt: text(form, 'start'), ...(place === '' ? {} : { place }) },
      text(form, 'key'),
    );
    return redirect(`/bookings/${booking.id}/pay`);
  });
}

export default function Book(): ReactNode {
  const { listing, provider, start, end, zone, signedIn, reservation, formKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>() as
    | { problem: Parameters<typeof ProblemNotice>[0]['problem'] }
    | undefined;
  const back = encodeURIComponent(`/book/${listing.id}?start=${start}`);
  return (
    <div className="narrow">
      <h1>Book this time</h1>
      <ProblemNotice problem={refused?.problem} />
      {refused && (
        <p>
          {refused.problem?.code === 'place-not-covered' ? (
            <Link to="/search?mode=therapy">Find a therapist who is licensed where you will be</Link>
          ) : (
            <Link to={`/listings/${listing.id}`}>See the times that are free</Link>
          )}
        </p>
      )}
      <div className="card">
        <h2>{listing.title}</h2>
        <p className="row small">
          <ModeTag mode={listing.mode} />
          {duration(listing.durationMinutes)} with {provider.displayName}
        </p>
        <p>
          <strong>
            <When at={start} to={end} zone={zone} />
          </strong>
        </p>
        <p>
          <AllIn allIn={listing.allIn} fee={listing.fee} />
        </p>
        <p className="small">
          <Link to={`/listings/${listing.id}`}>Another time</Link>
        </p>
      </div>
      {signedIn ? (
        <Form method="post" className="form book-form">
          <KeyField value={formKey} />
          <input type="hidden" name="start" value={start} />
          {listing.mode === 'therapy' && <WhereAreYou places={provider.licencePlaces} />}
          <p>We keep this time for you for {reservation}. You see the full bill and the terms before you pay.</p>
          <Submit size="lg" busy="Keeping your time…">
            Continue to the bill
          </Submit>
        </Form>
      ) : (
        <div className="book-form">
          <p>
            To book you need an account: an address, a password and an alias. It takes a minute, and this page waits.
          </p>
          <div className="row">
            <Button component={Link} to={`/sign-up?next=${back}`} size="lg">
              Sign up
            </Button>
            <Button component={Link} to={`/sign-in?next=${back}`} size="lg" variant="default">
              Sign in
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** The question comes before the bill, so that nobody pays for what may not be held. */
function WhereAreYou({ places }: { places: readonly string[] }): ReactNode {
  return (
    <NativeSelect
      name="place"
      label="Where will you be during this session?"
      description={`Therapy is licensed by place. This licence holds in: ${placesWords(places)}. Your therapist reads your answer.`}
      defaultValue=""
      data={[{ value: '', label: 'Choose a country, state or province' }, ...placeChoices()]}
      required
    />
  );
}
