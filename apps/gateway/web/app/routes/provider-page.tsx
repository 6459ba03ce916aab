import type { Output, ViewProvider } from '@sounding/contracts';
import { AllIn, duration } from '@sounding/ui';
import { apiOf, load, visit } from '@sounding/ui/api';
import { zoneOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { languageName, ModeTag, Rating } from '../parts/ListingCard.tsx';
import { Paragraphs } from '../parts/Paragraphs.tsx';
import { Portrait } from '../parts/Portrait.tsx';
import { ReviewText } from '../parts/ReviewText.tsx';
import { placesWords } from '../places.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const path = `/providers/${encodeURIComponent(params.handle ?? '')}`;
  const [page, zone] = await Promise.all([
    load(request, () => apiOf(context).get<Output<typeof ViewProvider>>(path)),
    zoneOf(request, context),
  ]);
  return { ...page, zone, now: context.get(visit).now.toISOString() };
}

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: loaderData ? `${loaderData.provider.displayName} · Sounding` : 'Sounding' },
];

export default function ProviderPage(): ReactNode {
  const { provider, listings } = useLoaderData<typeof loader>();
  return (
    <>
      <div className="row provider-head">
        <Portrait provider={provider} size={88} />
        <div>
          <h1>{provider.displayName}</h1>
          <p className="lead">{provider.headline}</p>
          <p className="row small">
            <Rating rating={provider.rating} reviews={provider.reviews} />
            <span>Speaks {provider.languages.map(languageName).join(', ')}</span>
            {provider.licence === 'verified' && <span className="tag tag-good">Licence verified by Sounding</span>}
          </p>
        </div>
      </div>
      <div className="two">
        <div>
          <Paragraphs text={provider.about} />
          <Background provider={provider} />
          <Reviews />
        </div>
        <section aria-labelledby="sessions">
          <h2 id="sessions" className="first">
            Sessions
          </h2>
          {listings.length === 0 && <p>Nothing on offer at the moment.</p>}
          <ul className="plain stack">
            {listings.map((listing) => (
              <li key={listing.id} className="card">
                <h3>
                  <Link to={`/listings/${listing.id}`}>{listing.title}</Link>
                </h3>
                <p className="row small">
                  <ModeTag mode={listing.mode} />
                  {duration(listing.durationMinutes)}
                </p>
                <AllIn allIn={listing.allIn} fee={listing.fee} />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}

/** Ways of working, credentials with what we know of them, and where a licence holds. */
function Background({ provider }: { provider: Output<typeof ViewProvider>['provider'] }): ReactNode {
  const { approaches, credentials, licence, licencePlaces } = provider;
  const licensed = licence === 'verified' && licencePlaces.length > 0;
  if (approaches.length + credentials.length === 0 && !licensed) return null;
  return (
    <dl className="facts">
      {approaches.length > 0 && (
        <>
          <dt>Ways of working</dt>
          <dd>{approaches.join(', ')}</dd>
        </>
      )}
      {licensed && (
        <>
          <dt>Licensed in</dt>
          <dd>{placesWords(licencePlaces)}</dd>
        </>
      )}
      {credentials.length > 0 && (
        <>
          <dt>Training</dt>
          <dd>
            <ul className="plain stack-small">
              {credentials.map(({ title, issuer, year, state }) => (
                <li key={`${title} ${issuer} ${year}`}>
                  {title}, {issuer}
                  {year !== null && `, ${year}`}{' '}
                  <span className={state === 'verified' ? 'tag tag-good' : 'tag'}>
                    {state === 'verified' ? 'seen by Sounding' : 'as stated'}
                  </span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}

function Reviews(): ReactNode {
  const { reviews, provider, zone, now } = useLoaderData<typeof loader>();
  if (reviews.length === 0) return null;
  return (
    <section aria-labelledby="reviews">
      <h2 id="reviews">What clients wrote</h2>
      <p className="quiet small">
        Each by the client of a session that took place, one for a session, shown after seven days.
        {provider.reviews > reviews.length && ` The newest ${reviews.length} of ${provider.reviews}.`}
      </p>
      <ul className="plain stack">
        {reviews.map((review) => (
          <li key={`${review.at}-${review.alias}`} className="review">
            <ReviewText review={review} answeredBy={provider.displayName} zone={zone} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}
