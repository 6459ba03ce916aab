/** Quiet illustrations of our own: a lead line going down through layers of water, as on an old chart. */
import type { ReactNode } from 'react';

/** The mark of Sounding: a lead line on its way down. The same picture as `mark.svg`. */
export function Mark({ size = 34 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden="true" className="mark">
      <rect width="40" height="40" rx="10" fill="#125a5a" />
      <path d="M0 18c6.7-4 13.3-4 20 0s13.3 4 20 0v12a10 10 0 0 1-10 10H10A10 10 0 0 1 0 30z" fill="#08353a" />
      <path d="M0 18c6.7-4 13.3-4 20 0s13.3 4 20 0" fill="none" stroke="#aed1cd" strokeWidth="2.2" />
      <path d="M20 6v20" stroke="#e7cb93" strokeWidth="2.2" strokeLinecap="round" />
      <path d="M17.6 25.5h4.8l1.8 7.2h-8.4z" fill="#e7cb93" />
    </svg>
  );
}

const SOUNDINGS = [
  [96, 208, '2'],
  [168, 262, '4½'],
  [262, 302, '9'],
  [408, 236, '5'],
  [464, 318, '14'],
  [120, 346, '17'],
  [372, 372, '22'],
  [250, 398, '31'],
] as const;

/** The large picture of the home page. Decoration only: it says nothing that the text does not. */
export function Depths(): ReactNode {
  return (
    <svg className="depths" viewBox="0 0 560 440" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <rect width="560" height="440" fill="#f3e9d8" />
      <circle cx="424" cy="92" r="44" fill="#e7cb93" />
      <path d="M0 168c60-22 110-24 168-8s112 18 176 2 132-20 216 4v274H0z" fill="#aed1cd" />
      <path d="M0 214c74-20 134-10 196 6s112 14 170-2 122-20 194 2v220H0z" fill="#82b8b3" />
      <path d="M0 270c64-18 124-6 186 8s124 12 184-4 116-16 190 4v162H0z" fill="#38827f" />
      <path d="M0 330c80-22 138-4 200 8s126 8 186-6 108-10 174 6v102H0z" fill="#125a5a" />
      <path d="M0 386c70-14 140-6 206 4s128 8 190-4 108-6 164 4v50H0z" fill="#08353a" />
      <g fill="none" stroke="#fffdf8" strokeOpacity="0.28" strokeWidth="1.2">
        <path d="M0 236c74-20 134-10 196 6s112 14 170-2 122-20 194 2" />
        <path d="M0 300c64-18 124-6 186 8s124 12 184-4 116-16 190 4" />
        <path d="M0 358c80-22 138-4 200 8s126 8 186-6 108-10 174 6" />
      </g>
      <g>
        <path d="M286 148c-18 0-34-4-42-16h112c-8 14-26 16-42 16z" fill="#744d11" />
        <path d="M300 132V66" stroke="#744d11" strokeWidth="3" strokeLinecap="round" />
        <path d="M304 70c22 14 34 30 38 54h-38z" fill="#fffdf8" />
        <path d="M296 78c-14 12-24 28-28 46h28z" fill="#f3e3c3" />
      </g>
      <path d="M318 148v206" stroke="#f3e3c3" strokeWidth="1.8" />
      {[186, 224, 262, 300].map((y) => (
        <path key={y} d={`M312 ${y}h12`} stroke="#e7cb93" strokeWidth="2.4" strokeLinecap="round" />
      ))}
      <path d="M313 354h10l4 18h-18z" fill="#e7cb93" />
      <g
        fill="#fffdf8"
        fillOpacity="0.72"
        fontFamily="'Fraunces Variable', Georgia, serif"
        fontSize="15"
        fontStyle="italic"
      >
        {SOUNDINGS.map(([x, y, depth]) => (
          <text key={`${x}-${y}`} x={x} y={y}>
            {depth}
          </text>
        ))}
      </g>
    </svg>
  );
}

/** For pages with nothing on them yet: calm water and a buoy. */
export function StillWater(): ReactNode {
  return (
    <svg className="still-water" viewBox="0 0 220 96" aria-hidden="true">
      <path
        d="M8 66c18-9 32-9 50 0s32 9 50 0 32-9 50 0 32 9 54-1"
        fill="none"
        stroke="#82b8b3"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path
        d="M30 80c14-6 26-6 40 0s26 6 40 0 26-6 40 0 22 5 34 1"
        fill="none"
        stroke="#aed1cd"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M100 60l6-30h8l6 30c-6 4-14 4-20 0z" fill="#b74c30" />
      <path d="M103.5 43h13l1.6 8h-16.2z" fill="#fffdf8" />
      <path d="M110 30v-10" stroke="#17302f" strokeWidth="2" strokeLinecap="round" />
      <circle cx="110" cy="17" r="4" fill="#c79439" />
    </svg>
  );
}
