import { Checkbox } from '@mantine/core';
import type { MyConsents, Output, PreviewPackage, RequestTime, Reserve, ViewListing } from '@sounding/contracts';
import { type LegalPage, termsAt, windows } from '@sounding/terms';
import { AllIn, duration, KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { type Api, act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
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
import { ConsentText } from '../parts/ConsentText.tsx';
import { ModeTag } from '../parts/ListingCard.tsx';
import { SignUpOrIn } from '../parts/SignUpOrIn.tsx';
import { Weeks } from '../parts/Weeks.tsx';
import { WhereAreYou } from '../parts/WhereAreYou.tsx';

export const meta: MetaFunction = () => [{ title: 'Book this time · Sounding' }];

/** The start from the address, as the API writes instants; null when it is none. */
function startOf(request: Request): string | null {
  const time = Date.parse(new URL(request.url).searchParams.get('start') ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** As many weeks as the address asks for and the provider offers. */
function weeksOf(request: Request, most: number): number {
  const asked = Number(new URL(request.url).searchParams.get('weeks') ?? 1);
  return Number.isInteger(asked) ? Math.min(Math.max(asked, 1), most) : 1;
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
  const weeks = weeksOf(request, listing.weeksMost);
  const preview =
    weeks === 1
      ? null
      : await load(request, () =>
          apiOf(context).get<Output<typeof PreviewPackage>>(`/listings/${params.listingId}/weeks`, {
            startsAt: start,
            weeks: String(weeks),
          }),
        );
  const health =
    listing.mode === 'therapy' && session ? await load(request, () => healthConsent(apiOf(context))) : null;
  const end = new Date(Date.parse(start) + listing.durationMinutes * 60_000).toISOString();
  return {
    listing,
    provider: { displayName: provider.displayName, licencePlaces: provider.licencePlaces },
    start,
    end,
    weeks,
    preview,
    zone,
    windows: windows(termsAt(context.get(visit).now)),
    signedIn: session !== null,
    health,
    formKey: newKey(),
  };
}

/** The words to consent to before therapy is booked; null once they are. */
async function healthConsent(api: Api): Promise<LegalPage | null> {
  const { consents } = await api.get<Output<typeof MyConsents>>('/consents');
  return consents.some(({ kind, given }) => kind === 'health' && given) ? null : api.get<LegalPage>('/legal/health');
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const place = text(form, 'place');
  return act(request, async () => {
    const weeks = Number(text(form, 'weeks') || 1);
    const time = {
      listingId: params.listingId,
      startsAt: text(form, 'start'),
      ...(place === '' ? {} : { place }),
      ...(weeks > 1 ? { weeks } : {}),
    };
    const api = apiOf(context);
    if (text(form, 'health') === 'yes') {
      await api.put('/consents/health', { given: true, textHash: text(form, 'textHash') });
    }
    if (text(form, 'how') === 'ask') {
      const asked = await api.post<Output<typeof RequestTime>>('/requests', time, text(form, 'key'));
      return redirect(`/bookings/${asked.id}`);
    }
    const { booking } = await api.post<Output<typeof Reserve>>('/bookings', time, text(form, 'key'));
    return redirect(`/bookings/${booking.id}/pay`);
  });
}

export default function Book(): ReactNode {
  const { listing, provider, start, end, weeks, preview, zone, signedIn, health, windows, formKey } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>() as
    | { problem: Parameters<typeof ProblemNotice>[0]['problem'] }
    | undefined;
  const several = weeks > 1 ? `&weeks=${weeks}` : '';
  const back = encodeURIComponent(`/book/${listing.id}?start=${start}${several}`);
  const missing = preview?.sessions.some(({ free }) => !free) ?? false;
  return (
    <div className="narrow">
      <h1>{listing.asksFirst ? 'Ask for this time' : 'Book this time'}</h1>
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
        {weeks === 1 && (
          <p>
            <AllIn allIn={listing.allIn} fee={listing.fee} />
          </p>
        )}
        {listing.weeksMost > 1 && (
          <Weeks start={start} weeks={weeks} most={listing.weeksMost} preview={preview} zone={zone} />
        )}
        <p className="small">
          <Link to={`/listings/${listing.id}`}>Another time</Link>
        </p>
      </div>
      {missing && (
        <p role="status" className="card wash">
          Not all of these weeks can be had, and they are booked all or none. Take fewer weeks, or{' '}
          <Link to={`/listings/${listing.id}`}>another time</Link>.
        </p>
      )}
      {missing ? null : signedIn ? (
        <Form method="post" className="form book-form">
          <KeyField value={formKey} />
          <input type="hidden" name="start" value={start} />
          {listing.mode === 'therapy' && <WhereAreYou places={provider.licencePlaces} />}
          {health && (
            <fieldset className="card">
              <legend>Your consent</legend>
              <ConsentText page={health} />
              <Checkbox name="health" value="yes" label="I consent to this" required />
            </fieldset>
          )}
          {listing.asksFirst ? (
            <>
              <input type="hidden" name="how" value="ask" />
              <p>
                {provider.displayName} has up to {windows.answer} to say yes or no, and you get a mail. After a yes the
                time is yours for {windows.accepted}: you see the bill and pay. Until then nothing is paid, and the time
                is not kept.
              </p>
              <Submit size="lg" busy="Sending your request…">
                Send the request
              </Submit>
            </>
          ) : (
            <>
              <input type="hidden" name="weeks" value={weeks} />
              <p>
                We keep {weeks > 1 ? 'these times' : 'this time'} for you for {windows.reservation}. You see the full
                bill and the terms before you pay.
              </p>
              <Submit size="lg" busy="Keeping your time…">
                Continue to the bill
              </Submit>
            </>
          )}
        </Form>
      ) : (
        <div className="book-form">
          <p>
            To book you need an account: an address, a password and an alias. It takes a minute, and this page waits.
          </p>
          <SignUpOrIn next={back} />
        </div>
      )}
    </div>
  );
}
