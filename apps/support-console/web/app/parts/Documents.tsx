/** The documents of a booking, each of which staff may mail again, with a reason that is kept. */
import { Textarea } from '@mantine/core';
import type { Output, StaffReceipts } from '@sounding/contracts';
import { format } from '@sounding/money';
import { KeyField, outcomeWords, Submit, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form } from 'react-router';

type Receipts = Output<typeof StaffReceipts>['receipts'];

interface DocumentsProps {
  readonly receipts: Receipts;
  readonly zone: string;
  readonly formKey: string;
}

export function Documents({ receipts, zone, formKey }: DocumentsProps): ReactNode {
  if (receipts.length === 0) return null;
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">Documents</h2>
      <p className="quiet small">
        Sent again, a document goes to the client’s own address in its discreet form, at most three times a day. Who
        sent it and why is kept.
      </p>
      <ul className="plain stack">
        {receipts.map((receipt) => (
          <li key={receipt.id} className="card" data-document={receipt.number}>
            <p>
              <strong>{receipt.number}</strong>: {format(receipt.total)}, <When at={receipt.issuedAt} zone={zone} />
              {receipt.reason && `, ${outcomeWords(receipt.reason).toLowerCase()}`}
            </p>
            <SendAgain receipt={receipt} formKey={formKey} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SendAgain({ receipt, formKey }: { receipt: Receipts[number]; formKey: string }): ReactNode {
  return (
    <details>
      <summary>Send again</summary>
      {/* A new form after each sending: what was asked once is not asked again by leaving it there. */}
      <Form method="post" className="form" key={formKey}>
        <KeyField value={formKey} />
        <input type="hidden" name="receipt" value={receipt.id} />
        <Textarea
          name="reason"
          label={`Reason for sending ${receipt.number} again`}
          minLength={5}
          maxLength={300}
          required
          autosize
        />
        <Submit name="what" value="send-again" variant="default" busy="Sending…">
          Send {receipt.number} again
        </Submit>
      </Form>
    </details>
  );
}
