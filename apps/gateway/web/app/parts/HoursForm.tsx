import { NativeSelect } from '@mantine/core';
import type { Schedule } from '@sounding/contracts';
import { Submit } from '@sounding/ui';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Form } from 'react-router';
import { DAYS, ofDay, readWeek, shown, type Window } from '../week.ts';
import { HoursGrid } from './HoursGrid.tsx';

/** Weekly hours: a grid to draw on, and fields that say the same to the minute. What is drawn is saved with the form. */
export function HoursForm({ schedule, zones }: { schedule: Schedule; zones: readonly string[] }): ReactNode {
  const [weekly, setWeekly] = useState<readonly Window[]>(schedule.weekly);
  /** Counts strokes, so that the fields are made anew with what was drawn, and never while somebody types. */
  const [strokes, setStrokes] = useState(0);
  const [hasScript, setHasScript] = useState(false);
  useEffect(() => setHasScript(true), []);
  const draw = useCallback((drawn: Window[]) => {
    setWeekly(drawn);
    setStrokes((count) => count + 1);
  }, []);
  const type = (form: HTMLFormElement) => {
    const fields = new FormData(form);
    setWeekly(readWeek((name) => String(fields.get(name) ?? '')));
  };
  return (
    <Form
      method="post"
      className="form hours-form"
      preventScrollReset
      onInput={(event) => type(event.currentTarget)}
      aria-labelledby="hours"
    >
      <input type="hidden" name="part" value="hours" />
      <input type="hidden" name="was" value={JSON.stringify(schedule.weekly)} />
      <NativeSelect
        name="zone"
        label="Time zone of these hours"
        className="narrow"
        defaultValue={schedule.zone}
        data={[...zones]}
      />
      <div className={hasScript ? 'hours-both' : ''}>
        {hasScript && (
          <div>
            <p id="hours-grid-help" className="quiet small">
              Draw with the mouse to open hours, and over open ones to close them; with a finger, tap. By keyboard:
              arrows walk, Space changes, Shift and an arrow carry on.
            </p>
            <HoursGrid weekly={weekly} onChange={draw} />
          </div>
        )}
        <div key={strokes}>
          {DAYS.map((name, index) => (
            <Day key={name} name={name} windows={ofDay(weekly, index + 1)} day={index + 1} />
          ))}
          <p className="quiet small">Leave a pair empty for no hours. 12:00 AM at the end means midnight.</p>
        </div>
      </div>
      <Submit name="save" value="hours">
        Save
      </Submit>
    </Form>
  );
}

function Day({ name, day, windows }: { name: string; day: number; windows: readonly (Window | null)[] }): ReactNode {
  return (
    <fieldset className="hours-day">
      <legend>{name}</legend>
      <div className="hours-pairs">
        {windows.map((window, place) => {
          const id = `${day}-${place}`;
          return (
            <WindowFields
              key={id}
              id={id}
              of={name}
              which={place === 0 ? '' : place === 1 ? ', second part' : `, part ${place + 1}`}
              window={window}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

/** From, to, and whether the end is on the next day; `of` names what they are the hours of. */
export function WindowFields({
  id,
  of,
  which,
  window,
}: {
  id: string;
  of: string;
  which: string;
  window: Omit<Window, 'day'> | null;
}): ReactNode {
  return (
    <span className="hours-pair">
      <input type="time" name={`from-${id}`} aria-label={`${of} from${which}`} defaultValue={shown(window?.from)} />
      <span aria-hidden="true">to</span>
      <input type="time" name={`to-${id}`} aria-label={`${of} to${which}`} defaultValue={shown(window?.to)} />
      <label className="hours-next">
        <input
          type="checkbox"
          name={`next-${id}`}
          aria-label={`${of} ends on the next day${which}`}
          defaultChecked={window?.nextDay === true}
        />
        <span aria-hidden="true">next day</span>
      </label>
    </span>
  );
}
