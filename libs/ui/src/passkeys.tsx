/** Passkeys on the pages of both sites. They need JavaScript: only a script may ask the browser for one. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { Factors, Output } from '@sounding/contracts';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Form, useRevalidator } from 'react-router';
import { RecoveryCodeList } from './codes.tsx';
import { Submit } from './forms.tsx';
import { When } from './When.tsx';

type Options<T extends (options: never) => unknown> = Parameters<T>[0] extends { optionsJSON: infer O } ? O : never;

/** Asks the door's API from the page itself. Throws what it says to the person. */
async function ask<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const json = (await answer.json()) as T & { detail?: string };
  if (!answer.ok) throw new Error(json.detail ?? 'Something went wrong. Please try again.');
  return json;
}

/** What went wrong, in words for the person: ours, or that the browser was told no. */
function wordsOf(error: unknown): string {
  const { name, message } = error as Error;
  if (name === 'NotAllowedError' || name === 'AbortError') return 'No passkey was used. You can try again.';
  if (name === 'InvalidStateError') return 'This device has a passkey for your account already.';
  return message;
}

/** Whether the browser knows passkeys; false on the server and without script, so that nobody is shown a button that does nothing. */
function useKnowsPasskeys(): boolean {
  const [knows, setKnows] = useState(false);
  useEffect(() => setKnows('PublicKeyCredential' in window), []);
  return knows;
}

/** "Use a passkey", instead of the password or as the second step. */
export function PasskeySignIn({ next }: { next: string }): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!useKnowsPasskeys()) return null;
  const use = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { options } = await ask<{ options: Options<typeof startAuthentication> }>('/sign-in/passkey/options', {});
      await ask('/sign-in/passkey', { response: await startAuthentication({ optionsJSON: options }) });
      window.location.assign(next);
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <div className="passkey">
      {problem && <p role="alert">{problem}</p>}
      <Button type="button" variant="default" onClick={() => void use()} aria-disabled={busy || undefined}>
        Use a passkey
      </Button>
    </div>
  );
}

export function ProofField({ label }: { label: string }): ReactNode {
  return <PasswordInput name="proof" label={label} autoComplete="current-password" maxLength={128} required />;
}

interface PasskeysProps {
  readonly passkeys: Output<typeof Factors>['passkeys'];
  readonly hasApp: boolean;
  readonly zone: string;
}

/** The person's passkeys: listed, renamed, removed, and one more. */
export function Passkeys({ passkeys, hasApp, zone }: PasskeysProps): ReactNode {
  const proof = hasApp ? 'A code from your app, or a recovery code' : 'Your password';
  return (
    <>
      <h2>Your passkeys</h2>
      <p>A passkey stays on your device and opens with your finger, your face or a PIN. It is both steps in one.</p>
      <ul className="plain stack" aria-label="Passkeys">
        {passkeys.map(({ id, name, madeAt, usedAt }) => (
          <li key={id} className="card" data-passkey={id}>
            <p>
              <strong className="own-words">{name}</strong>
            </p>
            <p className="quiet">
              Made on <When at={madeAt} zone={zone} />.{' '}
              {usedAt ? (
                <>
                  Last used on <When at={usedAt} zone={zone} />.
                </>
              ) : (
                'Not used yet.'
              )}
            </p>
            <Form method="post" className="form">
              <input type="hidden" name="passkeyId" value={id} />
              <TextInput name="name" label={`New name of ${name}`} maxLength={40} required />
              <Submit name="do" value="rename-passkey" variant="default">
                Rename
              </Submit>
            </Form>
            <Form method="post" className="form">
              <input type="hidden" name="passkeyId" value={id} />
              <ProofField label={`${proof}, to remove ${name}`} />
              <Submit name="do" value="remove-passkey" variant="default">
                {`Remove ${name}`}
              </Submit>
            </Form>
          </li>
        ))}
      </ul>
      <NewPasskey proof={proof} />
    </>
  );
}

function NewPasskey({ proof }: { proof: string }): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { revalidate } = useRevalidator();
  if (!useKnowsPasskeys())
    return <p className="quiet">To add one you need JavaScript and a browser that knows passkeys.</p>;
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const target = event.currentTarget;
    const form = new FormData(target);
    setProblem(null);
    try {
      const asked = { proof: String(form.get('proof') ?? '') };
      const { options } = await ask<{ options: Options<typeof startRegistration> }>('/factors/passkeys/options', asked);
      const response = await startRegistration({ optionsJSON: options });
      const name = String(form.get('passkey-name') ?? '');
      const { recoveryCodes } = await ask<{ recoveryCodes: string[] }>('/factors/passkeys', { response, name });
      setCodes(recoveryCodes);
      target.reset();
      await revalidate();
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };
  return (
    <>
      {problem && <p role="alert">{problem}</p>}
      {codes && (
        <p role="status" className="card wash">
          Your passkey was added.
        </p>
      )}
      {codes && codes.length > 0 && <RecoveryCodeList codes={codes} />}
      <form className="form" onSubmit={(event) => void make(event)}>
        <TextInput
          name="passkey-name"
          label="What you call the new passkey"
          description="For example: my phone."
          maxLength={40}
          required
        />
        <ProofField label={`${proof}, to add a passkey`} />
        <Button type="submit" variant="default">
          Add a passkey
        </Button>
      </form>
    </>
  );
}
