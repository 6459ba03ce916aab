import { freeHandle, handleFrom, licenceAfterSave, missingToPublish, whyNotBookable } from './listing.ts';

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
  it('as therapy while its licence waits for staff, but not without one', () => {
    const therapy = { mode: 'therapy', durationMinutes: 50 } as const;
    expect(what(therapy, { ...fine, licence: 'submitted' })).toEqual([]);
    expect(what(therapy, { ...fine, licence: 'verified' })).toEqual([]);
    expect(what(therapy, { ...fine, licence: 'none' })).toEqual(['licence']);
    expect(what(therapy, { ...fine, licence: 'rejected' })).toEqual(['licence']);
  });
  it('only with everything in place, and every lack is said at once', () => {
    const lacks = { licence: 'none', priceInRange: false, categoryOffered: false } as const;
    expect(what({ mode: 'advice', durationMinutes: 5 }, lacks)).toEqual(['price', 'category', 'duration']);
  });
});

describe('saving a licence number', () => {
  it('waits for staff when it is new or different', () => {
    const submitted = { licence: 'submitted', number: 'PSY-1' };
    expect(licenceAfterSave({ licence: 'none', number: null }, 'PSY-1')).toEqual(submitted);
    expect(licenceAfterSave({ licence: 'verified', number: 'PSY-0' }, 'PSY-1')).toEqual(submitted);
    expect(licenceAfterSave({ licence: 'rejected', number: 'PSY-0' }, 'PSY-1')).toEqual(submitted);
  });
  it('changes nothing when it is the same or not given', () => {
    const verified = { licence: 'verified', number: 'PSY-1' } as const;
    expect(licenceAfterSave(verified, 'PSY-1')).toEqual(verified);
    expect(licenceAfterSave(verified, undefined)).toEqual(verified);
    expect(licenceAfterSave({ licence: 'none', number: null }, '')).toEqual({ licence: 'none', number: null });
  });
  it('withdraws the licence when it is emptied', () => {
    expect(licenceAfterSave({ licence: 'verified', number: 'PSY-1' }, '')).toEqual({ licence: 'none', number: null });
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
