import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { cleared, DAYS, openAt, painted, type Window } from '../week.ts';

const SLOTS = 48;
const SLOT_MINUTES = 30;

interface Cell {
  readonly day: number;
  readonly slot: number;
}

/** From the first cell to the last of one day; opens or closes all of them, as the first one becomes. */
interface Stroke {
  readonly day: number;
  readonly first: number;
  readonly last: number;
  readonly closes: boolean;
}

function stroked(weekly: readonly Window[], { day, first, last, closes }: Stroke): Window[] {
  const from = Math.min(first, last) * SLOT_MINUTES;
  const to = (Math.max(first, last) + 1) * SLOT_MINUTES;
  return closes ? cleared(weekly, day, from, to) : painted(weekly, day, from, to);
}

function timeOf(slot: number): string {
  const hour = Math.floor(slot / 2);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${slot % 2 === 0 ? '00' : '30'} ${hour < 12 ? 'AM' : 'PM'}`;
}

function cellOf(target: EventTarget | null): Cell | null {
  const found = target instanceof Element ? target.closest<HTMLElement>('td[data-slot]') : null;
  return found ? { day: Number(found.dataset.day), slot: Number(found.dataset.slot) } : null;
}

const MOVES: Readonly<Record<string, readonly [day: number, slot: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/**
 * Weekly hours as a grid of half hours. A mouse or a pen draws; a finger taps, so that a swipe still scrolls the page; keys
 * walk, and Space changes. It needs script, and everything it does the form below it does without.
 */
export function HoursGrid({
  weekly,
  onChange,
}: {
  weekly: readonly Window[];
  onChange: (weekly: Window[]) => void;
}): ReactNode {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Cell>({ day: 1, slot: 18 });
  const [drawn, setDrawn] = useState<Stroke | null>(null);
  /** The stroke as it is now: the button may be let go before the page has drawn its last move. */
  const stroke = useRef<Stroke | null>(null);
  const shown = drawn ? stroked(weekly, drawn) : weekly;
  const isOpen = ({ day, slot }: Cell) => openAt(weekly, day, slot * SLOT_MINUTES) !== null;
  const one = (cell: Cell, closes: boolean): Stroke => ({ day: cell.day, first: cell.slot, last: cell.slot, closes });
  const put = (next: Stroke | null) => {
    stroke.current = next;
    setDrawn(next);
  };

  // A stroke that leaves the grid ends where the button is let go; one that became a swipe, which scrolls, never was.
  useEffect(() => {
    const end = () => {
      if (!stroke.current) return;
      onChange(stroked(weekly, stroke.current));
      stroke.current = null;
      setDrawn(null);
    };
    const forget = () => {
      stroke.current = null;
      setDrawn(null);
    };
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', forget);
    return () => {
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', forget);
    };
  }, [weekly, onChange]);

  const press = (event: PointerEvent) => {
    const cell = cellOf(event.target);
    if (!cell || event.button !== 0) return;
    setAt(cell);
    put(one(cell, isOpen(cell)));
  };
  const draw = (event: PointerEvent) => {
    const cell = cellOf(event.target);
    if (!cell || !stroke.current || event.pointerType === 'touch') return;
    if (cell.slot !== stroke.current.last) put({ ...stroke.current, last: cell.slot });
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      onChange(stroked(weekly, one(at, isOpen(at))));
      return;
    }
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const [day, slot] = [
      Math.min(7, Math.max(1, at.day + move[0])),
      Math.min(SLOTS - 1, Math.max(0, at.slot + move[1])),
    ];
    // With Shift what the cell is goes along, as a stroke of the mouse would take it.
    if (event.shiftKey) onChange(stroked(weekly, one({ day, slot }, !isOpen(at))));
    setAt({ day, slot });
    table.current?.querySelector<HTMLElement>(`td[data-day="${day}"][data-slot="${slot}"]`)?.focus();
  };

  return (
    <div className="hours-grid-box">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is edited by its cells is a grid (WAI-ARIA).
        role="grid"
        className="hours-grid"
        aria-label="Weekly hours by the half hour"
        aria-describedby="hours-grid-help"
        onPointerDown={press}
        onPointerMove={draw}
        onKeyDown={key}
      >
        <thead>
          <tr>
            <td />
            {DAYS.map((name) => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 3)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: SLOTS }, (_, slot) => (
            <tr key={timeOf(slot)}>
              <th scope="row">
                <span className={slot % 2 === 0 ? '' : 'visually-hidden'}>{timeOf(slot)}</span>
              </th>
              {DAYS.map((name, index) => {
                const day = index + 1;
                const state = openAt(shown, day, slot * SLOT_MINUTES);
                return (
                  <td
                    key={name}
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of that grid.
                    role="gridcell"
                    data-day={day}
                    data-slot={slot}
                    data-state={state ?? 'closed'}
                    aria-selected={state !== null}
                    aria-label={`${name} ${timeOf(slot)}, ${state === null ? 'closed' : 'open'}`}
                    tabIndex={day === at.day && slot === at.slot ? 0 : -1}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
