import { TextInput } from '@mantine/core';
import type { Output, Reconciliations } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import { type ReactNode, useEffect } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
  useRevalidator,
} from 'react-router';
import { daysUntil, periodOfDays } from '../parts/days.ts';

type Run = Output<typeof Reconciliations>['runs'][number];

export const meta: MetaFunction = () => [{ title: 'Books · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const { runs } = await load(request, () => apiOf(context).get<Output<typeof Reconciliations>>('/reconciliations'));
  return { runs, zone: person.zone, days: daysUntil(context.get(visit).now), formKey: newKey() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const period = periodOfDays(text(form, 'from'), text(form, 'to'), context.get(visit).now);
  return act(request, async () => {
    if (!period) return { started: false, unreadable: true, problem: null };
    await apiOf(context).post('/reconciliations', period, text(form, 'key'));
    return { started: true, unreadable: false, problem: null };
  });
}

/** While one runs, looks again every two seconds. Without script people press the link. */
function useProgress(running: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(revalidate, 2_000);
    return () => clearInterval(timer);
  }, [running, revalidate]);
}

export default function Books(): ReactNode {
  const { runs, zone, days, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const running = runs.some(({ endedAt }) => endedAt === null);
  useProgress(running);
  return (
    <>
      <h1>Books</h1>
      <p>
        Every night at 03:00 UTC, Stripe’s books are compared with the ledger, bookings and documents. Each difference
        becomes <Link to="/?kind=difference">a ticket with both sides</Link>, and one that has gone closes its ticket.
      </p>
      <ProblemNotice problem={done?.problem} />
      <Form method="post" className="books-ask" aria-label="Compare now" key={formKey}>
        <KeyField value={formKey} />
        <TextInput type="date" name="from" label="From (day in UTC)" defaultValue={days.from} max={days.to} required />
        <TextInput
          type="date"
          name="to"
          label="To, this day included"
          defaultValue={days.to}
          max={days.to}
          error={done && 'unreadable' in done && done.unreadable ? 'Choose two days, the first one first.' : undefined}
          required
        />
        <Submit busy="Starting…" disabled={running}>
          Compare now
        </Submit>
      </Form>
      <p role="status" className="quiet">
        {running ? 'The books are being compared. ' : ''}
        {running && <Link to="/books">Look again</Link>}
      </p>
      {runs.length === 0 ? <p className="quiet">Nothing was compared yet.</p> : <Runs runs={runs} zone={zone} />}
    </>
  );
}

function Runs({ runs, zone }: { runs: readonly Run[]; zone: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section className="table-wrap" aria-label="Comparisons" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">Period</th>
            <th scope="col">By</th>
            <th scope="col">State</th>
            <th scope="col" className="number">
              Checked
            </th>
            <th scope="col" className="number">
              Differences
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} data-run={run.endedAt ? 'ended' : 'running'}>
              <td>
                <When at={run.startedAt} zone={zone} />
              </td>
              <td>
                <When at={run.from} zone="UTC" /> to <When at={run.to} zone="UTC" />
              </td>
              <td>{run.by === 'clock' ? 'Clock' : 'Staff'}</td>
              <td>
                {run.endedAt ? 'Done' : <span className="tag">Under way</span>}
                {run.waitsFor && <p className="small">{run.waitsFor}</p>}
              </td>
              <td className="number">{run.checked}</td>
              <td className="number">
                {run.differences === 0 ? '0' : <Link to="/?kind=difference">{run.differences}</Link>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
