/** The page "How you sign in", of both sites: the password, the second step, and where one is signed in. */
import { PasswordInput } from '@mantine/core';
import type { Factors, Output } from '@sounding/contracts';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { act, apiOf, load, text } from './api.ts';
import { AppCodeField, type AppSecret, RecoveryCodeList, SecretForApp } from './codes.tsx';
import { Submit } from './forms.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { Passkeys, ProofField } from './passkeys.tsx';
import { zoneOf } from './session.ts';
import { When } from './When.tsx';

export async function securityLoader({ request, context }: LoaderFunctionArgs) {
  const factors = await load(request, () => apiOf(context).get<Output<typeof Factors>>('/factors'));
  return { factors, zone: await zoneOf(request, context) };
}

/** What changing something here answers. */
export interface Done {
  readonly said?: string;
  readonly secret?: AppSecret;
  readonly codes?: readonly string[];
  readonly problem?: never;
}

export async function securityAction({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, () => changed(form, apiOf(context)));
}

type Codes = { recoveryCodes: string[] };

async function changed(form: FormData, api: ReturnType<typeof apiOf>): Promise<Done> {
  const field = (name: string) => String(form.get(name) ?? '');
  const proof = field('proof');
  switch (text(form, 'do')) {
    case 'begin-app':
      return { secret: await api.post<AppSecret>('/factors/totp', {}) };
    case 'confirm-app': {
      const body = { code: text(form, 'code').replaceAll(' ', ''), proof };
      const { recoveryCodes } = await api.put<Codes>('/factors/totp', body);
      return { said: 'From now on a code of your app is asked when you sign in.', codes: recoveryCodes };
    }
    case 'remove-app':
      await api.post('/factors/totp/removal', { proof });
      return { said: 'Your app is asked no more.' };
    case 'new-codes':
      return { codes: (await api.post<Codes>('/factors/recovery-codes', { proof })).recoveryCodes };
    case 'rename-passkey':
      await api.patch(`/factors/passkeys/${encodeURIComponent(field('passkeyId'))}`, { name: text(form, 'name') });
      return { said: 'The passkey has its new name.' };
    case 'remove-passkey':
      await api.post(`/factors/passkeys/${encodeURIComponent(field('passkeyId'))}/removal`, { proof });
      return { said: 'The passkey was removed, and opens nothing any more.' };
    default:
      await api.put('/password', { old: field('old'), password: field('password') });
      return { said: 'Your password was changed, and every other device was signed out.' };
  }
}

export function SecurityPage({ sessions }: { sessions: string }): ReactNode {
  const { factors, zone } = useLoaderData() as Awaited<ReturnType<typeof securityLoader>>;
  const answered = useActionData<typeof securityAction>();
  const done = answered && !('problem' in answered && answered.problem) ? (answered as Done) : null;
  return (
    <div className="narrow">
      <h1>How you sign in</h1>
      <ProblemNotice problem={answered && 'problem' in answered ? answered.problem : null} />
      {done?.said && (
        <p role="status" className="card wash">
          {done.said}
        </p>
      )}
      {done?.codes && <RecoveryCodeList codes={done.codes} />}
      <p>
        <Link to={sessions}>Where you are signed in</Link>
      </p>
      <App factors={factors} zone={zone} secret={done?.secret ?? null} />
      <Passkeys passkeys={factors.passkeys} hasApp={factors.totpSince !== null} zone={zone} />
      <h2>Your password</h2>
      <Form method="post" className="form">
        <PasswordInput name="old" label="Your password now" autoComplete="current-password" maxLength={128} required />
        <PasswordInput
          name="password"
          label="The new one"
          description="At least 10 characters. A short sentence is easy to remember."
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          required
        />
        <Submit name="do" value="password">
          Change the password
        </Submit>
      </Form>
    </div>
  );
}

interface AppProps {
  readonly factors: Output<typeof Factors>;
  readonly zone: string;
  readonly secret: AppSecret | null;
}

function App({ factors, zone, secret }: AppProps): ReactNode {
  const { totpSince, recoveryCodesLeft } = factors;
  const word = totpSince ? 'A code from your app, or a recovery code' : 'Your password';
  if (secret) {
    return (
      <>
        <h2>Your authenticator app</h2>
        <Form method="post" className="form" key="confirm">
          <SecretForApp {...secret} />
          <AppCodeField />
          <ProofField label={totpSince ? 'A code from the app you have now, or a recovery code' : word} />
          <Submit name="do" value="confirm-app">
            Confirm
          </Submit>
        </Form>
      </>
    );
  }
  return (
    <>
      <h2>Your authenticator app</h2>
      {totpSince ? (
        <p>
          Asked since <When at={totpSince} zone={zone} />. You have {recoveryCodesLeft} recovery codes left.
        </p>
      ) : (
        <p>
          An app on your phone shows six digits that are asked beside your password. Whoever has only the one gets
          nowhere.
        </p>
      )}
      <Form method="post" className="form" key="begin">
        <Submit name="do" value="begin-app" variant="default">
          {totpSince ? 'Use another app' : 'Set up an app'}
        </Submit>
      </Form>
      {totpSince && (
        <Form method="post" className="form" key="change">
          <ProofField label={word} />
          <div className="row">
            <Submit name="do" value="new-codes" variant="default">
              Make new recovery codes
            </Submit>
            <Submit name="do" value="remove-app" variant="default">
              Remove the app
            </Submit>
          </div>
        </Form>
      )}
    </>
  );
}
