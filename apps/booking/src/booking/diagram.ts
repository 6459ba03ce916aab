/** Draws the process table as a page: a mermaid state diagram and every row in words. Pure. */
import type { BookingState } from '@sounding/contracts';
import { type Branch, KINDS, type Kind, TABLE } from './booking.ts';
import { DEADLINES } from './facts.ts';

const STATES = Object.keys(TABLE) as BookingState[];
const FINAL: readonly BookingState[] = ['released'];

interface Way {
  readonly from: BookingState;
  readonly kind: Kind;
  readonly branch: Branch<Kind>;
}

function ways(): Way[] {
  return STATES.flatMap((from) =>
    KINDS.flatMap((kind) => {
      const branches: readonly Branch<Kind>[] = TABLE[from][kind] ?? [];
      return branches.map((branch) => ({ from, kind, branch }));
    }),
  );
}

function arrow({ from, kind, branch }: Way): string {
  const condition = branch.when ? ` (${branch.when.words})` : '';
  return `    ${from} --> ${branch.to}: ${kind}${condition}`;
}

function row({ from, kind, branch }: Way): string[] {
  const then = branch.to ?? (branch.refuse ? `refused: \`${branch.refuse[0]}\`` : `stays, because ${branch.stays}`);
  const says = (branch.says ?? []).map((saying) => (saying.startsWith('mail') ? saying : `\`${saying}\``)).join(', ');
  return [from, `\`${kind}\``, branch.when?.words ?? '', then, says];
}

/** Aligned as the formatter aligns it, so that the page passes the same lint as any other file. */
function table(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}

/** The whole page as Markdown. The same table gives the same page. */
export function drawProcess(): string {
  const all = ways();
  return [
    '# The process of a booking',
    '',
    'Drawn from the table in `apps/booking/src/booking/booking.ts` by `node apps/booking/dist/booking/diagram.cli.js`.',
    'Do not edit: `npm run check` refuses a page that is not what the table says.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '    [*] --> reserved: booking.reserve',
    '    [*] --> requested: booking.request-time',
    '    [*] --> offered: a time is free, and somebody waits for it',
    ...all.filter(({ branch }) => branch.to).map(arrow),
    ...FINAL.map((state) => `    ${state} --> [*]`),
    '```',
    '',
    '## Deadlines',
    '',
    'A clock feeds every passed deadline to the table as the message `deadline`.',
    '',
    ...table(
      ['state', 'deadline'],
      STATES.map((state) => [state, DEADLINES[state]]),
    ),
    '',
    '## Rows',
    '',
    'The first row whose condition holds is taken. A request that has no row is refused; an event that has none is a',
    'bug and becomes a dead letter.',
    '',
    ...table(['in state', 'hears', 'when', 'goes to', 'says'], all.map(row)),
    '',
  ].join('\n');
}
