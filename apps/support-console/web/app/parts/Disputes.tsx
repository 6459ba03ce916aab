/** Disputes of a booking: what the client's bank asks or took, until when it wants an answer, and what a lost one would cost. */
import type { Booking, BookingMoney, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { ifLost } from './lost.ts';

type Money = Output<typeof BookingMoney>;
type Dispute = NonNullable<Money['disputes']>[number];

const STATES: Record<Dispute['state'], string> = {
  inquiry: 'The bank asks; no money has moved',
  open: 'The bank took it back, for now',
  won: 'Won: the money is back',
  lost: 'Lost',
  withdrawn: 'Withdrawn',
};

export function Disputes({ money, booking, zone }: { money: Money; booking: Booking; zone: string }): ReactNode {
  const disputes = money.disputes ?? [];
  if (disputes.length === 0) return null;
  return (
    <section aria-labelledby="disputes">
      <h2 id="disputes">Disputes</h2>
      {disputes.map((dispute) => (
        <article key={dispute.id} className="card" data-dispute={dispute.state}>
          <p className="row">
            <span className={dispute.closedAt ? 'tag' : 'tag tag-warn'}>{STATES[dispute.state]}</span>
            <strong>{format(dispute.amount)}</strong>
            <span className="quiet">{dispute.what === 'tip' ? 'a tip' : 'the session'}</span>
          </p>
          <dl className="facts">
            <dt>Opened</dt>
            <dd>
              <When at={dispute.openedAt} zone={zone} />
            </dd>
            {dispute.evidenceBy && !dispute.closedAt && (
              <>
                <dt>Evidence by</dt>
                <dd>
                  <When at={dispute.evidenceBy} zone={zone} />; without any it is lost
                </dd>
              </>
            )}
            {dispute.closedAt ? (
              <>
                <dt>Closed</dt>
                <dd>
                  <When at={dispute.closedAt} zone={zone} />
                  {dispute.bearer && (dispute.bearer === 'provider' ? '; the provider bears it' : '; we bear it')}
                </dd>
              </>
            ) : (
              <>
                <dt>If it is lost</dt>
                <dd>{ifLost(dispute, booking, money.held)}</dd>
              </>
            )}
          </dl>
        </article>
      ))}
    </section>
  );
}
