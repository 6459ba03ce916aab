/** The second step of signing in, of both sites: a code of the app or a recovery code; and for staff without one, enrolling it. */
import { TextInput } from '@mantine/core';
import type { HalfWay, Output } from '@sounding/contracts';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { ApiProblem, apiOf, safeNext, text } from './api.ts';
import { AppCodeField, type AppSecret, RecoveryCodeList, SecretForApp } from './codes.tsx';
import { Submit } from './forms.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { PasskeySignIn } from './passkeys.tsx';

/** What signing in answers: a session, or what is still needed. */
export interface SignInStep {
  readonly needs?: 'second-factor' | 'enrolment';
}

/** Where the second step is asked. `next` is where the person wanted to go. */
export function secondStepPath(next: string): string {
  return `/sign-in/second?next=${encodeURIComponent(next)}`;
}

/** `home` is where a person goes who wanted to go nowhere else. `over`: there is nothing to finish, or it was just finished. */
export async function secondStepLoader({ request, context }: LoaderFunctionArgs, home: string) {
  const next = safeNext(new URL(request.url).searchParams.get('next'), home);
  try {
    return { next, ...(await apiOf(context).get<Output<typeof HalfWay>>('/sign-in/step')) };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.code !== 'sign-in-over') throw error;
    return { next, needs: 'over' as const, ways: [] };
  }
}

export async function secondStepAction({ request, context }: ActionFunctionArgs, home: string) {
  const form = await request.formData();
  const api = apiOf(context);
  const next = safeNext(text(form, 'next'), home);
  const nothing = { secret: null, codes: null, problem: null, next };
  const secret = form.has('secret') ? (JSON.parse(text(form, 'secret')) as AppSecret) : null;
  try {
    if (text(form, 'do') === 'begin')
      return { ...nothing, secret: await api.post<AppSecret>('/sign-in/enrolment', {}) };
    const code = text(form, 'code');
    if (secret) {
      const body = { code: code.replaceAll(' ', '') };
      const { recoveryCodes } = await api.put<{ recoveryCodes: string[] }>('/sign-in/enrolment', body);
      return { ...nothing, codes: recoveryCodes };
    }
    await api.post('/sign-in/code', { code });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { ...nothing, secret, problem: error.problem };
  }
  throw redirect(next);
}

type Loaded = Awaited<ReturnType<typeof secondStepLoader>>;
type Done = Awaited<ReturnType<typeof secondStepAction>>;

export function SecondStepPage(): ReactNode {
  const { next, needs, ways } = useLoaderData() as Loaded;
  const done = useActionData() as Done | undefined;
  if (done?.codes) return <NewCodes codes={done.codes} next={next} />;
  return (
    <div className="narrow">
      <h1>{needs === 'enrolment' ? 'A second step for your account' : 'One more step'}</h1>
      <ProblemNotice problem={done?.problem} />
      {needs === 'over' && !done?.problem && <p>There is nothing to finish here any more.</p>}
      {needs === 'enrolment' && <Enrolment next={next} secret={done?.secret ?? null} />}
      {needs === 'second-factor' && (
        <Form method="post" className="form">
          <input type="hidden" name="next" value={next} />
          <TextInput
            name="code"
            label="Code from your app"
            description="Or one of your recovery codes."
            autoComplete="one-time-code"
            maxLength={40}
            required
            className="code-field"
          />
          <Submit>Go on</Submit>
        </Form>
      )}
      {needs === 'second-factor' && (ways as readonly string[]).includes('passkey') && <PasskeySignIn next={next} />}
      <p>
        <Link to={`/sign-in?next=${encodeURIComponent(next)}`}>Begin again</Link>
      </p>
    </div>
  );
}

function Enrolment({ next, secret }: { next: string; secret: AppSecret | null }): ReactNode {
  if (!secret) {
    return (
      <Form method="post" className="form" key="begin">
        <p>Everybody who works here signs in with a password and an authenticator app. Have your phone at hand.</p>
        <input type="hidden" name="next" value={next} />
        <Submit name="do" value="begin">
          Set up the app
        </Submit>
      </Form>
    );
  }
  return (
    <Form method="post" className="form" key="finish">
      <SecretForApp {...secret} />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="secret" value={JSON.stringify(secret)} />
      <AppCodeField />
      <Submit>Confirm</Submit>
    </Form>
  );
}

/** Shown once, right after enrolling. */
function NewCodes({ codes, next }: { codes: readonly string[]; next: string }): ReactNode {
  return (
    <div className="narrow">
      <h1>You are signed in</h1>
      <RecoveryCodeList codes={codes} />
      <p>
        <Link to={next}>I have kept them: go on</Link>
      </p>
    </div>
  );
}
