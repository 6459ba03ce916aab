import type { ClaimView } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Side } from '../next-step.ts';

/** A claim as both parties read it: how it stands, or how it was decided and why. */
export function Outcome({ claim, side, zone }: { claim: ClaimView; side: Side; zone: string }): ReactNode {
  const whose = side === 'client' ? 'Your' : 'The client’s';
  return (
    <section className="card" aria-labelledby="claim" data-claim={claim.state}>
      <h2 id="claim">{whose} guarantee claim</h2>
      {claim.state === 'open' ? (
        <p>Open, for up to {format(claim.most)}.</p>
      ) : (
        <>
          <p>
            {claim.state === 'upheld-by-clock'
              ? 'Nobody decided in time, so it was upheld in full. '
              : claim.toClient && claim.toClient.minor > 0
                ? 'Decided. '
                : 'Decided: no money goes back. '}
            {claim.toClient && claim.toClient.minor > 0 && (
              <strong>
                {format(claim.toClient)} of {format(claim.most)} goes back to {side === 'client' ? 'you' : 'the client'}
                .
              </strong>
            )}
          </p>
          {claim.reason && <blockquote className="own-words">{claim.reason}</blockquote>}
          {claim.decidedAt && (
            <p className="quiet small">
              <When at={claim.decidedAt} zone={zone} />
            </p>
          )}
        </>
      )}
      {side === 'client' && (
        <p className="small">
          <Link to={`/tickets/${claim.ticketId}`}>The conversation with support</Link>
        </p>
      )}
    </section>
  );
}
