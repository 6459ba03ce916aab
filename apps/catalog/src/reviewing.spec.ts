import { shownFrom, whyNotReview, writeUntil } from './reviewing.ts';

const session = { clientId: 'wren', endsAt: new Date('2026-12-10T16:00:00Z') };
const at = (instant: string) => new Date(instant);

test('what is written the same evening is shown seven days after the end of the session', () => {
  expect(shownFrom(session, at('2026-12-10T20:00:00Z'))).toEqual(at('2026-12-17T16:00:00Z'));
});

test('what is written after seven days is shown at once', () => {
  expect(shownFrom(session, at('2026-12-20T08:30:00Z'))).toEqual(at('2026-12-20T08:30:00Z'));
});

test('the last moment for a review is the one before thirty days are over', () => {
  const last = new Date(writeUntil(session).getTime() - 1);
  expect(writeUntil(session)).toEqual(at('2027-01-09T16:00:00Z'));
  expect(whyNotReview(session, 'wren', false, last)).toBeNull();
  expect(whyNotReview(session, 'wren', false, writeUntil(session))).toBe('review-too-late');
});

test('a review is for the client of a completed booking, once', () => {
  const now = at('2026-12-11T09:00:00Z');
  expect(whyNotReview(session, 'wren', false, now)).toBeNull();
  expect(whyNotReview(session, 'heron', false, now)).toBe('not-completed');
  expect(whyNotReview(null, 'wren', false, now)).toBe('not-completed');
  expect(whyNotReview(session, 'wren', true, now)).toBe('already-reviewed');
});

test('who has reviewed is told so even when it is too late, and a stranger learns nothing of it', () => {
  const late = at('2027-06-01T00:00:00Z');
  expect(whyNotReview(session, 'wren', true, late)).toBe('already-reviewed');
  expect(whyNotReview(session, 'heron', true, late)).toBe('not-completed');
});
