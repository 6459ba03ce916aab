/** What all documents have around what is their own: who issued it, its number and day, and how anybody can prove it. */
import type { IssuedDocument } from '@sounding/contracts';
import { Mark, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { documentWords } from './documents.ts';

interface FrameProps {
  readonly document: IssuedDocument;
  readonly children: ReactNode;
}

export function DocumentFrame({ document, children }: FrameProps): ReactNode {
  const { issuer } = document;
  return (
    <div className="card receipt">
      <div className="issuer">
        <Mark size={26} />
        <div>
          <strong>{issuer?.name ?? 'Sounding'}</strong>
          {issuer?.address.map((line) => (
            <div key={line} className="quiet small">
              {line}
            </div>
          ))}
          {issuer?.registration && <div className="quiet small">{issuer.registration}</div>}
        </div>
      </div>
      <h1>
        {documentWords(document.kind)} <span className="receipt-number">{document.number}</span>
      </h1>
      {children}
      <Proof document={document} />
    </div>
  );
}

/** The day of issue, the same for everybody who reads it. */
export function Issued({ document, zone }: { document: IssuedDocument; zone: string }): ReactNode {
  return (
    <>
      <dt>Issued</dt>
      <dd>
        <When at={document.issuedAt} zone={zone} />
      </dd>
    </>
  );
}

function Proof({ document: { verifyAt, hash } }: { document: IssuedDocument }): ReactNode {
  return (
    <section className="proof" aria-label="Proof">
      {verifyAt && (
        <p>
          Whoever holds this document can check it, without an account, at{' '}
          <Link to={new URL(verifyAt).pathname} reloadDocument className="whole-address">
            {verifyAt.replace(/^https?:\/\//, '')}
          </Link>
        </p>
      )}
      <p>
        Hash (SHA-256): <code>{hash}</code>
      </p>
    </section>
  );
}
