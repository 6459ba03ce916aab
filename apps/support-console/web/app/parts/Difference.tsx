/** What the two books said, side by side, as the last comparison found it. */
import type { Facts, Output, StaffTicket } from '@sounding/contracts';
import { format, money } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { differs, isAmount, isInstant, namesOf, SIDES } from './facts.ts';

type Found = NonNullable<Output<typeof StaffTicket>['difference']>;

export function Difference({ difference, zone }: { difference: Found; zone: string }): ReactNode {
  const { kind, ours, theirs } = difference;
  const [us, them] = SIDES[kind];
  return (
    <section aria-labelledby="sides" className="card" data-difference={kind}>
      <h2 id="sides">Both sides</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard. */}
      <section className="table-wrap" aria-label="What each side says" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Fact</th>
              <th scope="col">{us}</th>
              <th scope="col">{them}</th>
            </tr>
          </thead>
          <tbody>
            {namesOf(ours, theirs).map(([name, words]) => (
              <tr key={name} className={differs(name, ours, theirs) ? 'differs' : undefined}>
                <th scope="row">{words}</th>
                <td>
                  <Fact name={name} facts={ours} zone={zone} />
                </td>
                <td>
                  <Fact name={name} facts={theirs} zone={zone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Fact({ name, facts, zone }: { name: string; facts: Facts; zone: string }): ReactNode {
  if (!(name in facts)) return <span className="quiet">–</span>;
  const value = facts[name] ?? null;
  if (value === null) return <span className="quiet">nothing</span>;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isAmount(name, value)) return format(money(value));
  if (isInstant(value)) return <When at={value} zone={zone} />;
  return <code className="small">{value}</code>;
}
