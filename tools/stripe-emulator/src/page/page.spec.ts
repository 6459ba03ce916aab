import { readCard } from './card-form.ts';
import { html } from './html.ts';
import { price } from './page.ts';

const AT = Date.UTC(2026, 10, 23) / 1000;
const typed = { email: 'a@example.com', number: '4242 4242 4242 4242', expiry: '04/29', cvc: '123', name: 'A' };

describe('the page', () => {
  it('escapes every value and joins markup', () => {
    const evil = `<b>"'&`;
    expect(html`<p title="${evil}">${[html`<i>${1}</i>`, evil]}${null}${false}</p>`.text).toBe(
      '<p title="&lt;b&gt;&quot;&#39;&amp;"><i>1</i>&lt;b&gt;&quot;&#39;&amp;</p>',
    );
  });

  it.each([
    [6349, 'usd', '$63.49'],
    [500000, 'usd', '$5,000.00'],
    [700, 'jpy', '¥700'],
  ])('writes %i %s as %s', (minor, currency, text) => {
    expect(price(minor, currency)).toBe(text);
  });

  it.each(['04/29', '4/29', '04 / 29', '04 / 2029', '0429', '04-29'])('reads the expiry %s', (expiry) => {
    expect(readCard({ ...typed, expiry }, true, AT)).toEqual({
      card: { number: '4242424242424242', expMonth: 4, expYear: 2029, cvc: '123' },
    });
  });

  it('names every empty field at once, and no address when it is not asked', () => {
    const empty = { email: '', number: '', expiry: '', cvc: '', name: '' };
    const flaws = (askEmail: boolean) => {
      const read = readCard(empty, askEmail, AT);
      return 'flaws' in read ? Object.keys(read.flaws).sort() : [];
    };
    expect(flaws(true)).toEqual(['cvc', 'email', 'expiry', 'name', 'number']);
    expect(flaws(false)).toEqual(['cvc', 'expiry', 'name', 'number']);
  });
});
