import { readFileSync } from 'node:fs';
import { KINDS, TABLE } from './booking.ts';
import { drawProcess } from './diagram.ts';

describe('the drawn process', () => {
  it('shows every row of the table', () => {
    const page = drawProcess().replaceAll(/ +/g, ' ');
    for (const [state, rows] of Object.entries(TABLE)) {
      for (const kind of KINDS) {
        expect(page.includes(`| ${state} | \`${kind}\` |`)).toBe(kind in rows);
      }
    }
    expect(page).toContain('confirmed --> cancelled: booking.cancel');
  });

  it('is the page in the docs', () => {
    const page = readFileSync(new URL('../../../../docs/reference/booking-process.md', import.meta.url), 'utf8');
    expect(page).toBe(drawProcess());
  });
});
