/** A receipt, tip receipt, credit note or bill, from its frozen data alone. */
import { type BillDocument, brandWords, type Receipt, type Refundable } from '@sounding/contracts';
import { format } from '@sounding/money';
import { BillLines, modeWords, outcomeWords, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Issued } from './DocumentFrame.tsx';
import { categoryWords, refundWords, totalWords } from './documents.ts';
import { Sessions } from './Sessions.tsx';

type Paid = Receipt | BillDocument;

export function ReceiptDocument({ document, zone }: { document: Paid; zone: string }): ReactNode {
  return (
    <>
      <Facts document={document} zone={document.clientZone ?? zone} />
      <BillLines
        caption="The lines of the document"
        lines={document.lines}
        total={document.total}
        totalWord={totalWords(document.kind)}
      />
      <CanGoBack document={document} zone={document.clientZone ?? zone} />
      <p className="quiet small">
        <Link to={`/terms/${document.termsVersion}`}>Terms of {document.termsVersion}</Link>.
        {document.billHash && <> Its lines are those of bill {document.billHash.slice(0, 12)}.</>}
      </p>
    </>
  );
}

function Facts({ document, zone }: { document: Paid; zone: string }): ReactNode {
  const { kind, service, method, reason, mode } = document;
  return (
    <dl className="facts">
      <Issued document={document} zone={zone} />
      {'payBy' in document && (
        <>
          <dt>Pay by</dt>
          <dd>
            <When at={document.payBy} zone={zone} />
          </dd>
        </>
      )}
      <dt>For</dt>
      <dd>{document.clientName}</dd>
      <dt>Provider</dt>
      <dd>{document.providerName}</dd>
      {service && (
        <>
          <dt>Service</dt>
          <dd>
            {service.title}
            <span className="bill-what">
              {categoryWords(service.category)}
              {mode && `, ${modeWords(mode).name.toLowerCase()}`}
            </span>
          </dd>
        </>
      )}
      {!service && mode && (
        <>
          <dt>Mode</dt>
          <dd>{modeWords(mode).name}</dd>
        </>
      )}
      <Times document={document} zone={zone} />
      {method && (
        <>
          <dt>{kind === 'credit-note' ? 'Back to' : 'Paid with'}</dt>
          <dd>
            {brandWords(method.brand)} ending in {method.last4}
          </dd>
        </>
      )}
      {reason && (
        <>
          <dt>Reason</dt>
          <dd>{outcomeWords(reason)}</dd>
        </>
      )}
      {document.about && (
        <>
          <dt>Of receipt</dt>
          <dd>{document.about}</dd>
        </>
      )}
    </dl>
  );
}

/** When it takes place, as both sides read it on their clocks. */
function Times({ document, zone }: { document: Paid; zone: string }): ReactNode {
  const { sessions, startsAt, endsAt, providerZone } = document;
  const other = providerZone && providerZone !== zone ? providerZone : null;
  const end = endsAt ? { to: endsAt } : {};
  if (!sessions && !startsAt) return null;
  return (
    <>
      <dt>{sessions ? 'Sessions' : 'Session'}</dt>
      <dd>
        {sessions ? (
          <Sessions sessions={sessions} zone={zone} other={other} />
        ) : (
          <>
            <When at={startsAt ?? ''} zone={zone} {...end} />
            {other && (
              <span className="bill-what">
                For the provider: <When at={startsAt ?? ''} zone={other} {...end} />
              </span>
            )}
          </>
        )}
      </dd>
    </>
  );
}

function CanGoBack({ document, zone }: { document: Paid; zone: string }): ReactNode {
  const { refundable = [], sessions } = document;
  if (refundable.length === 0) return null;
  const which = ({ bookingId }: Refundable) => {
    const index = sessions?.findIndex((session) => session.bookingId === bookingId) ?? -1;
    return index < 0 ? '' : `Session ${index + 1}: `;
  };
  return (
    <section aria-labelledby="can-go-back">
      <h2 id="can-go-back">What can go back, and until when</h2>
      <ul className="can-go-back">
        {refundable.map((one) => (
          <li key={`${one.bookingId}-${one.rule}`}>
            {which(one)}
            {refundWords(one.rule)}: <strong>{format(one.amount)}</strong>, until <When at={one.until} zone={zone} />
          </li>
        ))}
      </ul>
      <p className="quiet small">As the terms of {document.termsVersion} said when this was issued.</p>
    </section>
  );
}
