/** The square that a phone reads: the address that says whether a document is genuine. */
import type { IssuedDocument } from '@sounding/contracts';
import qrcode from 'qrcode';

/** Modules of quiet around it, which readers ask for (ISO/IEC 18004). */
const QUIET = 4;
/** An address that is longer would make a square that no camera reads; ours have less than a hundred characters. */
const MOST = 300;

/** Inline SVG with a text alternative; empty for a document without an address to verify it. */
export function qrOf({ verifyAt }: IssuedDocument): string {
  if (!verifyAt || verifyAt.length > MOST) return '';
  const { modules } = qrcode.create(verifyAt, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * QUIET;
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return `<svg role="img" aria-label="QR code of the address beside it" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}
