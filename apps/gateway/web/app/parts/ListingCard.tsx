import type { Hit } from '@sounding/contracts';
import { AllIn, duration, modeWords, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Portrait } from './Portrait.tsx';

interface ListingCardProps {
  readonly hit: Hit;
  readonly zone: string;
  /** The first day asked for; the listing's times then begin there. Empty for any day. */
  readonly from: string;
}

export function ListingCard({ hit, zone, from }: ListingCardProps): ReactNode {
  const { listing, provider, nextStart } = hit;
  return (
    <article className="card listing-card">
      <div className="listing-card-head">
        <Portrait provider={provider} />
        <div>
          <h2 className="listing-title">
            <Link to={`/listings/${listing.id}${from && `?from=${from}`}`}>{listing.title}</Link>
          </h2>
          <p className="listing-by">
            with <Link to={`/providers/${provider.handle}`}>{provider.displayName}</Link>{' '}
            <Rating rating={provider.rating} reviews={provider.reviews} />
          </p>
        </div>
      </div>
      <p className="quiet listing-headline">{provider.headline}</p>
      <p className="row listing-facts">
        <ModeTag mode={listing.mode} />
        <span>{duration(listing.durationMinutes)}</span>
        <span className="quiet">{provider.languages.map(languageName).join(', ')}</span>
      </p>
      <div className="listing-foot">
        <AllIn allIn={listing.allIn} fee={listing.fee} />
        <span className="small">
          {nextStart ? (
            <>
              Next free: <When at={nextStart} zone={zone} />
            </>
          ) : (
            'No free time just now'
          )}
        </span>
      </div>
    </article>
  );
}

export function ModeTag({ mode }: { mode: Hit['listing']['mode'] }): ReactNode {
  return <span className={mode === 'therapy' ? 'tag tag-therapy' : 'tag'}>{modeWords(mode).name}</span>;
}

export function Rating({ rating, reviews }: { rating: number | null; reviews: number }): ReactNode {
  if (rating === null) return <span className="quiet rating">New here</span>;
  return (
    <span className="rating">
      <span aria-hidden="true">★ {rating.toFixed(1)}</span>
      <span className="visually-hidden">rated {rating.toFixed(1)} of 5</span>{' '}
      <span className="quiet">
        ({reviews} review{reviews === 1 ? '' : 's'})
      </span>
    </span>
  );
}

/** `de` -> `German`; what is no language code is shown as it is. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
