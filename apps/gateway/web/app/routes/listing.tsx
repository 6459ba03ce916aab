import type { FindSlots, Listing, Output, ViewListing } from '@sounding/contracts';
import { cancellingInShort, termsAt } from '@sounding/terms';
import { AllIn, duration, modeWords, zoneName } from '@sounding/ui';
import { apiOf, load, visit } from '@sounding/ui/api';
import { zoneOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { byDay, type DayOfSlots, shownDays, today } from '../days.ts';
import { Days } from '../parts/Days.tsx';
import { languageName, ModeTag, Rating } from '../parts/ListingCard.tsx';
import { Paragraphs } from '../parts/Paragraphs.tsx';
import { Portrait } from '../parts/Portrait.tsx';
import { placesWords } from '../places.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const zone = await zoneOf(request, context);
  const { now } = context.get(visit);
  const page = await load(request, () => api.get<Output<typeof ViewListing>>(`/listings/${params.id}`));
  const { range, ways } = shownDays(new URL(request.url).searchParams.get('from'), now, zone);
  const cancelling = cancellingInShort(termsAt(now));
  const common = {
    ...page,
    zone,
    now: now.toISOString(),
    cancelling,
    from: today(new Date(range.from), zone),
    ...ways,
  };
  if (!page.bookable) return { ...common, days: [] };
  const { starts } = await load(request, () =>
    api.get<Output<typeof FindSlots>>(`/listings/${params.id}/slots`, range),
  );
  return { ...common, days: byDay(starts, zone) };
}

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: loaderData ? `${loaderData.listing.title} · Sounding` : 'Sounding' },
];

export default function ListingPage(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const { listing, provider } = page;
  const mode = modeWords(listing.mode);
  return (
    <div className="two">
      <article>
        <p className="eyebrow">
          <ModeTag mode={listing.mode} /> {duration(listing.durationMinutes)}, live by video
        </p>
        <h1>{listing.title}</h1>
        <div className="row by">
          <Portrait provider={provider} size={52} />
          <div>
            <Link to={`/providers/${provider.handle}`}>{provider.displayName}</Link>{' '}
            <Rating rating={provider.rating} reviews={provider.reviews} />
            <div className="quiet small">{provider.headline}</div>
          </div>
        </div>
        <Paragraphs text={listing.description} />
        {listing.youGet.length > 0 && (
          <>
            <h2>What you get</h2>
            <ul>
              {listing.youGet.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </>
        )}
        <dl className="facts">
          <dt>What it is</dt>
          <dd>
            {page.whyNot === 'licence-unverified'
              ? 'Care that needs a professional licence. We have not verified this provider’s yet.'
              : mode.meaning}
          </dd>
          {listing.mode === 'therapy' && provider.licencePlaces.length > 0 && (
            <>
              <dt>Licensed in</dt>
              <dd>
                {placesWords(provider.licencePlaces)}. Therapy can be booked by clients who are there at the time of the
                session.
              </dd>
            </>
          )}
          <dt>Languages</dt>
          <dd>{provider.languages.map(languageName).join(', ')}</dd>
          {listing.weeksMost > 1 && (
            <>
              <dt>Several weeks</dt>
              <dd>Up to {listing.weeksMost} weeks at the same time, on one bill with one Handling Fee</dd>
            </>
          )}
          <dt>Notice</dt>
          <dd>
            {listing.noticeMinutes === 0 ? 'None needed' : `Book at least ${duration(listing.noticeMinutes)} ahead`}
          </dd>
          <dt>Cancelling</dt>
          <dd>
            {page.cancelling} <Link to="/terms#cancelling">The rules</Link>
          </dd>
          {listing.plainTerms !== '' && (
            <>
              <dt>Good to know</dt>
              <dd>{listing.plainTerms}</dd>
            </>
          )}
        </dl>
      </article>
      <section className="card two-side-sticky" aria-labelledby="times">
        <AllIn allIn={listing.allIn} fee={listing.fee} large />
        <h2 id="times">{listing.asksFirst ? 'Pick a time to ask for' : 'Pick a time'}</h2>
        {page.bookable ? <Times {...page} /> : <NotBookable why={page.whyNot} />}
      </section>
    </div>
  );
}

interface TimesProps {
  readonly listing: Pick<Listing, 'id' | 'asksFirst'>;
  readonly days: readonly DayOfSlots[];
  readonly zone: string;
  readonly now: string;
  /** The first day that is shown. */
  readonly from: string;
  readonly earlier: string | null;
  readonly later: string | null;
}

function Times({ listing, days, zone, now, from, earlier, later }: TimesProps): ReactNode {
  return (
    <>
      <p className="quiet small" suppressHydrationWarning>
        Times are in {zoneName(zone, days[0]?.starts[0] ?? now)}. Picking one needs no account and costs nothing.
        {listing.asksFirst && ' This provider wants to be asked first, and answers your request within a day.'}
      </p>
      <Days
        days={days}
        zone={zone}
        now={now}
        earlier={earlier}
        later={later}
        to={(start) => `/book/${listing.id}?start=${encodeURIComponent(start)}`}
      />
      {!listing.asksFirst && (
        <p className="wait-way">
          No time that suits you? <Link to={`/listings/${listing.id}/wait?from=${from}`}>Wait for one</Link>
        </p>
      )}
    </>
  );
}

function NotBookable({ why }: { why: string | null }): ReactNode {
  return (
    <p>
      {why === 'licence-unverified'
        ? 'This provider’s licence is being checked. Therapy can be booked once it is verified.'
        : 'This session is not offered at the moment.'}{' '}
      <Link to="/search">Find someone else</Link>
    </p>
  );
}
