import { Button, NativeSelect } from '@mantine/core';
import type { Output, PreviewPackage } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, useSubmit } from 'react-router';

interface WeeksProps {
  readonly start: string;
  readonly weeks: number;
  /** How many the provider offers at once. */
  readonly most: number;
  readonly preview: Output<typeof PreviewPackage> | null;
  readonly zone: string;
}

/** The same time for how many weeks, with each of the times and what all of them cost. Works without scripts. */
export function Weeks({ start, weeks, most, preview, zone }: WeeksProps): ReactNode {
  const submit = useSubmit();
  const choices = Array.from({ length: most }, (_, at) => ({
    value: String(at + 1),
    label: at === 0 ? 'This time only' : `This time for ${at + 1} weeks`,
  }));
  return (
    <Form method="get" className="weeks" onChange={(event) => void submit(event.currentTarget)}>
      <input type="hidden" name="start" value={start} />
      <NativeSelect name="weeks" label="How often" defaultValue={String(weeks)} data={choices} />
      <noscript>
        <Button type="submit" variant="default">
          Show the times
        </Button>
      </noscript>
      {preview && (
        <>
          <ol className="sessions" aria-label="The times">
            {preview.sessions.map(({ startsAt, endsAt, free }) => (
              <li key={startsAt} data-free={free}>
                <When at={startsAt} to={endsAt} zone={zone} />
                {!free && <strong className="not-free"> cannot be had</strong>}
              </li>
            ))}
          </ol>
          <p>
            <span className="all-in">
              <strong data-total={preview.total.minor}>{format(preview.total)}</strong>,{' '}
              <span className="quiet">
                all {weeks} weeks, includes one {format(preview.fee)} Handling Fee
              </span>
            </span>
          </p>
          <p className="quiet small">
            It is the same time each week where your provider is. You pay once; each week can be moved, cancelled or
            claimed by itself.
          </p>
        </>
      )}
    </Form>
  );
}
