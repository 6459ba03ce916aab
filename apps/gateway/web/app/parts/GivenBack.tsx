import type { Output, ViewClaim } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import type { Side } from '../next-step.ts';

type Given = NonNullable<Output<typeof ViewClaim>['givenBack']>[number];

/** What our staff gave back after the release, with the reason, as both parties read it. */
export function GivenBack({ given, side, zone }: { given: readonly Given[]; side: Side; zone: string }): ReactNode {
  if (given.length === 0) return null;
  return (
    <section className="card" aria-labelledby="given-back">
      <h2 id="given-back">Given back by our staff</h2>
      {given.map((one) => (
        <div key={one.at} data-given={one.toClient.minor}>
          <p>
            <strong>
              {format(one.toClient)} goes back to {side === 'client' ? 'you' : 'the client'}.
            </strong>{' '}
            {side === 'provider' &&
              (one.bearer === 'provider'
                ? 'You bear your part of it: it is taken from what we owe you, or from later releases.'
                : 'We pay it, and you keep yours.')}
          </p>
          <blockquote className="own-words">{one.reason}</blockquote>
          <p className="quiet small">
            <When at={one.at} zone={zone} />
          </p>
        </div>
      ))}
    </section>
  );
}
