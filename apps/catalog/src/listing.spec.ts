import {
  credentialsAfterSave,
  freeHandle,
  handleFrom,
  licenceAfterSave,
  licenceAt,
  missingToPublish,
  whyNotBookable,
} from './listing.ts';

const session = { kind: 'session', mode: 'advice', state: 'published' } as const;

describe('a listing can be booked', () => {
  it('when it is published advice, with or without a licence', () => {
    expect(whyNotBookable(session, 'none')).toBeNull();
    expect(whyNotBookable(session, 'rejected')).toBeNull();
  });
  it('when it is therapy of a verified licence holder, and of nobody else', () => {
    const therapy = { ...session, mode: 'therapy' } as const;
    expect(whyNotBookable(therapy, 'verified')).toBeNull();
    for (const licence of ['none', 'submitted', 'rejected'] as const) {
      expect(whyNotBookable(therapy, licence)).toBe('licence-unverified');
    }
  });
  it('never while it is a draft', () => {
    expect(whyNotBookable({ ...session, state: 'draft' }, 'verified')).toBe('not-published');
  });
  it('never while it is a project, which is not offered yet', () => {
    expect(whyNotBookable({ ...session, kind: 'project', state: 'draft' }, 'verified')).toBe('not-yet-offered');
  });
});

describe('a listing can be published', () => {
  const fine = { licence: 'none', priceInRange: true, categoryOffered: true } as const;
  const what = (...args: Parameters<typeof missingToPublish>) => missingToPublish(...args).map((one) => one.what);

  it('when nothing is missing', () => {
    expect(what({ mode: 'advice', durationMinutes: 60 }, fine)).toEqual([]);
  });
  it('as therapy only with a verified licence', () => {
    const therapy = { mode: 'therapy', durationMinutes: 50 } as const;
    expect(what(therapy, { ...fine, licence: 'verified' })).toEqual([]);
    for (const licence of ['none', 'submitted', 'rejected'] as const) {
      expect(what(therapy, { ...fine, licence })).toEqual(['licence']);
    }
  });
  it('only with everything in place, and every lack is said at once', () => {
    const lacks = { licence: 'none', priceInRange: false, categoryOffered: false } as const;
    expect(what({ mode: 'advice', durationMinutes: 5 }, lacks)).toEqual(['price', 'category', 'duration']);
  });
});

describe('saving a licence', () => {
  const none = { licence: 'none', number: null, places: [] } as const;
  const verified = { licence: 'verified', number: 'PSY-1', places: ['DE', 'US-NY'] } as const;

  it('waits for staff when the number is new or different', () => {
    expect(licenceAfterSave(none, { number: 'PSY-1', places: ['DE'] })).toEqual({
      licence: 'submitted',
      number: 'PSY-1',
      places: ['DE'],
    });
    for (const licence of ['verified', 'rejected'] as const) {
      expect(licenceAfterSave({ ...verified, licence }, { number: 'PSY-2' })).toEqual({
        ...verified,
        licence: 'submitted',
        number: 'PSY-2',
      });
    }
  });
  it('waits for staff when it shall hold in one more place, and not when in one less', () => {
    expect(licenceAfterSave(verified, { places: ['FR', 'DE', 'DE', 'US-NY'] })).toEqual({
      licence: 'submitted',
      number: 'PSY-1',
      places: ['DE', 'FR', 'US-NY'],
    });
    expect(licenceAfterSave(verified, { places: ['DE'] })).toEqual({ ...verified, places: ['DE'] });
    expect(licenceAfterSave(verified, { places: ['FR'] })).toMatchObject({ licence: 'submitted' });
  });
  it('that would hold nowhere is not verified', () => {
    expect(licenceAfterSave(verified, { places: [] })).toEqual({ licence: 'submitted', number: 'PSY-1', places: [] });
  });
  it('changes nothing when it is the same or not given', () => {
    expect(licenceAfterSave(verified, {})).toEqual(verified);
    expect(licenceAfterSave(verified, { number: 'PSY-1', places: ['US-NY', 'DE'] })).toEqual(verified);
    expect(licenceAfterSave({ ...verified, licence: 'rejected' }, {})).toMatchObject({ licence: 'rejected' });
    expect(licenceAfterSave(none, { number: '', places: ['DE'] })).toEqual(none);
  });
  it('withdraws the licence when the number is emptied', () => {
    expect(licenceAfterSave(verified, { number: '' })).toEqual(none);
  });
});

test('a verified licence holds until its end, and not at it', () => {
  const until = new Date('2027-01-01T05:00:00Z');
  const at = (ms: number) => licenceAt({ licence: 'verified', until }, new Date(until.getTime() + ms));
  expect([at(-1), at(0), at(1)]).toEqual(['verified', 'submitted', 'submitted']);
  expect(licenceAt({ licence: 'verified', until: null }, until)).toBe('verified');
  expect(licenceAt({ licence: 'rejected', until: null }, until)).toBe('rejected');
});

describe('saving credentials', () => {
  const since = new Date('2026-11-23T12:00:00Z');
  const fresh = () => ({ id: 'new', since });
  const words = { title: 'MSc', issuer: 'Vienna', year: 2009 };
  const held = { ...words, id: 'old', state: 'verified', since: new Date(0) };

  it('keeps the state of what stays as it is, wherever it moves to', () => {
    const other = { ...words, title: 'BSc' };
    expect(credentialsAfterSave([held], [other, words], fresh)).toEqual([
      { ...other, state: 'stated', ...fresh() },
      held,
    ]);
  });
  it('states anew what is changed in any word, and what is there twice', () => {
    expect(credentialsAfterSave([held], [{ ...words, year: 2010 }], fresh)).toMatchObject([{ state: 'stated' }]);
    expect(credentialsAfterSave([held], [words, words], fresh)).toMatchObject([{ id: 'old' }, { id: 'new' }]);
  });
  it('drops what is left out', () => {
    expect(credentialsAfterSave([held], [], fresh)).toEqual([]);
  });
});

describe('a handle', () => {
  it.each([
    ['Zoë Ó Briain', 'zoe-o-briain'],
    ['  Dr. Amara N’Diaye-Costa ', 'dr-amara-ndiaye-costa'],
    ['山田 花子', 'adviser'],
  ])('of %s is %s', (name, handle) => {
    expect(handleFrom(name)).toBe(handle);
  });
  it('gets a number when it is taken', () => {
    expect(freeHandle('ana', new Set())).toBe('ana');
    expect(freeHandle('ana', new Set(['ana', 'ana-2']))).toBe('ana-3');
  });
});
