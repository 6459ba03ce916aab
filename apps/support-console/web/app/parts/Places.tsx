/** The money of a booking as a picture: where each part of it is now. The same is said in words beside it. */
import type { BookingMoney, Output } from '@sounding/contracts';
import { format, money } from '@sounding/money';
import type { ReactNode } from 'react';
import { type Place, type PlaceName, placesOf } from './places.ts';

const WORDS: Record<PlaceName, readonly [name: string, meaning: string]> = {
  held: ['Held', 'waits for the guarantee to end'],
  provider: ['Provider', 'payable, on its way or sent'],
  client: ['Client', 'given back, on its way back, or owed'],
  bank: ['Client’s bank', 'taken back until it has decided'],
  us: ['Us', 'Handling Fee and commission, less what we paid for'],
};

const WIDTH = 1_000;

/** Widths of the shares that are there; what we paid for ourselves is a minus and has none. */
function bars(places: readonly Place[]): { place: Place; x: number; width: number }[] {
  const there = places.filter(({ minor }) => minor > 0);
  const all = there.reduce((sum, { minor }) => sum + minor, 0);
  let before = 0;
  return there.map((place) => {
    const x = Math.round((before / all) * WIDTH);
    before += place.minor;
    return { place, x, width: Math.round((before / all) * WIDTH) - x };
  });
}

const amount = (minor: number): string => format(money(minor));

export function Places({ entries }: { entries: Output<typeof BookingMoney>['entries'] }): ReactNode {
  const { paid, places } = placesOf(entries);
  if (paid === 0) return null;
  const shown = places.filter(({ minor }) => minor !== 0);
  const said = shown.map(({ name, minor }) => `${WORDS[name][0]} ${amount(minor)}`).join(', ');
  return (
    <figure className="places">
      <svg
        viewBox={`0 0 ${WIDTH} 60`}
        role="img"
        aria-label={`Of ${amount(paid)} paid: ${said}`}
        preserveAspectRatio="none"
      >
        {bars(places).map(({ place, x, width }) => (
          <rect key={place.name} className={`place place-${place.name}`} x={x} y="0" width={width} height="60" />
        ))}
      </svg>
      <figcaption>
        <ul className="plain places-list">
          {shown.map(({ name, minor }) => (
            <li key={name} data-place={name} data-minor={minor}>
              <svg viewBox="0 0 10 10" aria-hidden="true" className="places-swatch">
                <rect className={`place place-${name}`} width="10" height="10" />
              </svg>
              <span>
                <strong>{WORDS[name][0]}</strong> <span className="quiet">{WORDS[name][1]}</span>
              </span>
              <span className="number">{amount(minor)}</span>
            </li>
          ))}
          <li className="places-sum">
            <span />
            <strong>Paid</strong>
            <span className="number">{amount(paid)}</span>
          </li>
        </ul>
      </figcaption>
    </figure>
  );
}
