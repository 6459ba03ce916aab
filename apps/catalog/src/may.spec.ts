import { mayChange, maySee } from './may.ts';

const draft = { providerId: 'ana', state: 'draft' };

describe('a listing', () => {
  it('is changed by its provider alone', () => {
    expect(mayChange(draft, 'ana')).toBe(true);
    expect(mayChange(draft, 'ben')).toBe(false);
    expect(mayChange(draft, null)).toBe(false);
  });
  it('is seen by everyone once published, and before by its provider alone', () => {
    expect(maySee(draft, 'ana')).toBe(true);
    expect(maySee(draft, 'ben')).toBe(false);
    expect(maySee(draft, null)).toBe(false);
    expect(maySee({ ...draft, state: 'published' }, null)).toBe(true);
  });
});
