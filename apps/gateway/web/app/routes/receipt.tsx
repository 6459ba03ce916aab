import { Button } from '@mantine/core';
import type { Output, ViewReceipt } from '@sounding/contracts';
import { BillLines, Mark, outcomeWords, When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { brandWords, documentWords } from '../parts/documents.ts';
import { Sessions } from '../parts/Sessions.tsx';

export const meta: MetaFunction = () => [{ title: 'Receipt · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const [person, receipt] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Output<typeof ViewReceipt>>(`/receipts/${params.id}`)]),
  );
  return { receipt, zone: person.zone };
}

export default function ReceiptPage(): ReactNode {
  const { receipt, zone } = useLoaderData<typeof loader>();
  const credit = receipt.kind === 'credit-note';
  return (
    <article className="narrow">
      <div className="card receipt">
        <p className="row quiet">
          <Mark size={26} /> Sounding
        </p>
        <h1>
          {documentWords(receipt.kind)} <span className="receipt-number">{receipt.number}</span>
        </h1>
        <dl className="facts">
          <dt>Issued</dt>
          <dd>
            <When at={receipt.issuedAt} zone={zone} />
          </dd>
          <dt>For</dt>
          <dd>{receipt.clientName}</dd>
          <dt>Provider</dt>
          <dd>{receipt.providerName}</dd>
          {receipt.sessions ? (
            <>
              <dt>Sessions</dt>
              <dd>
                <Sessions sessions={receipt.sessions} zone={zone} />
              </dd>
            </>
          ) : (
            receipt.startsAt && (
              <>
                <dt>Session</dt>
                <dd>
                  <When at={receipt.startsAt} zone={zone} {...(receipt.endsAt ? { to: receipt.endsAt } : {})} />
                </dd>
              </>
            )
          )}
          {receipt.method && (
            <>
              <dt>{credit ? 'Back to' : 'Paid with'}</dt>
              <dd>
                {brandWords(receipt.method.brand)} ending in {receipt.method.last4}
              </dd>
            </>
          )}
          {receipt.reason && (
            <>
              <dt>Reason</dt>
              <dd>{outcomeWords(receipt.reason)}</dd>
            </>
          )}
        </dl>
        <BillLines
          caption="The lines of the document"
          lines={receipt.lines}
          total={receipt.total}
          totalWord={credit ? 'Given back' : 'Paid'}
        />
        <p className="quiet small">
          <Link to={`/terms/${receipt.termsVersion}`}>Terms of {receipt.termsVersion}</Link>.
          {receipt.billHash && <> Its lines are those of bill {receipt.billHash.slice(0, 12)}.</>}
        </p>
      </div>
      <div className="row no-print book-form">
        <Button component="a" href={`/api/v1/receipts/${receipt.id}/pdf`} data-pdf>
          Download as PDF
        </Button>
        <Link to={`/bookings/${receipt.bookingId}`}>Back to the booking</Link>
      </div>
    </article>
  );
}
