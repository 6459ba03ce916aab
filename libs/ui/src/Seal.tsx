/** A provider's mark: depth contours grown from their handle, with their initials. No photograph, no third party. */
import type { ReactNode } from 'react';

/** Small, fast, and the same on server and browser (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

const TINTS = [
  ['#d5e7e4', '#216c6a', '#08353a'],
  ['#f3e3c3', '#ad7a22', '#452d0a'],
  ['#e3e4f0', '#6a6f9d', '#2b2f52'],
  ['#f3ddd3', '#b0664b', '#4f2113'],
  ['#dfe8d6', '#6c8a55', '#2c3f20'],
  ['#e9dfe8', '#86648a', '#3e2741'],
] as const;

function initials(name: string): string {
  const words = name.replace(/^(dr|prof)\.?\s/i, '').split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => (word ?? '').charAt(0).toUpperCase()).join('');
}

/** One closed, wobbling ring around the middle of a 100 x 100 field. */
function ring(seed: number, radius: number): string {
  const points = 14;
  const at = (index: number) => {
    const angle = (index / points) * 2 * Math.PI;
    const wobble = Math.sin(angle * 2 + (seed % 7)) * 0.14 + Math.cos(angle * 3 + (seed % 11)) * 0.09;
    const reach = radius * (1 + wobble);
    return [50 + reach * Math.cos(angle), 50 + reach * Math.sin(angle)].map((n) => n.toFixed(1)) as [string, string];
  };
  const all = Array.from({ length: points }, (_, index) => at(index).join(' '));
  return `M${all.join('L')}Z`;
}

export function Seal({ handle, name, size = 56 }: { handle: string; name: string; size?: number }): ReactNode {
  const seed = hash(handle);
  const [ground, line, ink] = TINTS[seed % TINTS.length] ?? TINTS[0];
  return (
    <svg className="seal" width={size} height={size} viewBox="0 0 100 100" aria-hidden="true">
      <rect width="100" height="100" rx="22" fill={ground} />
      {[62, 52, 43, 35].map((radius, index) => (
        <path
          key={radius}
          d={ring(seed + index * 3, radius)}
          fill="none"
          stroke={line}
          strokeWidth="1.6"
          strokeLinejoin="round"
          opacity={0.28 + index * 0.13}
        />
      ))}
      <text
        x="50"
        y="61"
        textAnchor="middle"
        fontFamily="'Fraunces Variable', Georgia, serif"
        fontSize="32"
        fontWeight="560"
        fill={ink}
      >
        {initials(name)}
      </text>
    </svg>
  );
}
