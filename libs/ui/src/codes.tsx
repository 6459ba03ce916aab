/** Parts of the pages about second factors: the secret for an app, and the recovery codes that are shown once. */
import { TextInput } from '@mantine/core';
import type { Output, StaffBeginEnrolment } from '@sounding/contracts';
import type { ReactNode } from 'react';

export type AppSecret = Output<typeof StaffBeginEnrolment>;

/** The picture is drawn on our server and lies in the page: nobody else learns the secret. */
export function SecretForApp({ secret, uri, qr }: AppSecret): ReactNode {
  return (
    <>
      <p>Scan this with an authenticator app, or type the key into it. Then enter the six digits that the app shows.</p>
      <p>
        <img
          className="qr"
          src={`data:image/svg+xml;base64,${btoa(qr)}`}
          alt="The key, for the camera of your app"
          width={200}
          height={200}
        />
      </p>
      <p>
        Key:{' '}
        <code className="own-words" data-secret>
          {secret}
        </code>
      </p>
      <p>
        <a href={uri}>Open the app on this device</a>
      </p>
    </>
  );
}

export function AppCodeField({ label = 'Six digits of the app' }: { label?: string }): ReactNode {
  return (
    <TextInput
      name="code"
      label={label}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]{6,7}"
      maxLength={7}
      required
      className="code-field"
    />
  );
}

export function RecoveryCodeList({ codes }: { codes: readonly string[] }): ReactNode {
  return (
    <section className="card wash" aria-labelledby="recovery-codes">
      <h2 id="recovery-codes">Your recovery codes</h2>
      <p>Each is good once, when you do not have your app. Print them or write them down: we cannot show them again.</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
