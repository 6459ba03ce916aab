import type { Output, ViewProvider } from '@sounding/contracts';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Paragraphs } from './Paragraphs.tsx';

type Review = Output<typeof ViewProvider>['reviews'][number];

interface ReviewTextProps {
  readonly review: Review;
  /** Who answered: the provider's name, or null to the provider themself. */
  readonly answeredBy: string | null;
  readonly zone: string;
  readonly now: string;
}

/** A review as everybody reads it, with its answer below. */
export function ReviewText({ review, answeredBy, zone, now }: ReviewTextProps): ReactNode {
  const { stars, text, alias, at, answer } = review;
  return (
    <>
      <Stars stars={stars} />
      {/* Whoever leaves takes their words along; a review without words cannot be written. */}
      {text === '' ? <p className="quiet">Its words were erased.</p> : <Paragraphs text={text} />}
      <p className="quiet small">
        {alias}, <When at={at} zone={zone} as="day" now={now} />
      </p>
      {answer && (
        <div className="review-answer">
          <p className="small">
            <strong>{answeredBy === null ? 'Your answer' : `Answer from ${answeredBy}`}</strong>{' '}
            <span className="quiet">
              <When at={answer.at} zone={zone} as="day" now={now} />
            </span>
          </p>
          <Paragraphs text={answer.text} />
        </div>
      )}
    </>
  );
}

export function Stars({ stars }: { stars: number }): ReactNode {
  return (
    <p className="rating">
      <span aria-hidden="true">{`${'★'.repeat(stars)}${'☆'.repeat(5 - stars)}`}</span>
      <span className="visually-hidden">
        {stars} of 5 star{stars === 1 ? '' : 's'}
      </span>
    </p>
  );
}
