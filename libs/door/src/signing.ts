/** The routes of signing in that both doors have, and how their answers become cookies. Tokens are in cookies alone, never in a body. */
import type {
  AddPasskey,
  BeginPasskey,
  BeginPasskeySignIn,
  BeginTotp,
  ChangePassword,
  ConfirmTotp,
  EndOtherSessions,
  EndSession,
  Factors,
  FinishPasskeySignIn,
  FinishSignIn,
  HalfSignedIn,
  HalfWay,
  RemovePasskey,
  RemoveTotp,
  RenamePasskey,
  RenewRecoveryCodes,
  Sessions,
  SignedIn,
  SignInAnswer,
} from '@sounding/contracts';
import { RecoveryCodes, Session } from '@sounding/contracts';
import { z } from 'zod';
import { type Answer, type Route, route } from './route.ts';

type In = z.output<typeof SignedIn>;
type Half = z.output<typeof HalfSignedIn>;

/** Moves the session's token into its cookie; a sign-in that was half done is over. */
export function intoCookie(output: unknown): Answer {
  const { token, session } = output as In;
  return { body: session, cookie: { token, expiresAt: session.expiresAt }, half: 'clear' };
}

/** Signed in, or half: then the body says what is still needed, and the half's token has a cookie of its own. */
export function intoEitherCookie(output: unknown): Answer {
  const answer = output as z.output<typeof SignInAnswer>;
  return 'token' in answer ? intoCookie(answer) : intoHalfCookie(answer);
}

export function intoHalfCookie(output: unknown): Answer {
  const { half, expiresAt, ...body } = output as Half;
  return { body, half: { token: half, expiresAt } };
}

/** Signed in, and ten recovery codes that are told this once. */
export function withCodes(output: unknown): Answer {
  const { recoveryCodes, ...signedIn } = output as In & { recoveryCodes: string[] };
  return { ...intoCookie(signedIn), body: { session: signedIn.session, recoveryCodes } };
}

/** What `withCodes` leaves of the answer. */
export const SessionAndCodes = z.object({ session: Session, recoveryCodes: RecoveryCodes });

/** What `intoEitherCookie` leaves of the answer, for the API page. */
export const StepOrSession = z.union([
  Session,
  z.object({ needs: z.enum(['second-factor', 'enrolment']), ways: z.array(z.string()) }),
]);

/** What `intoHalfCookie` leaves of a challenge for a passkey. */
const Options = z.object({ options: z.record(z.string(), z.unknown()) });

function passkeyRoutes(ask: SigningContracts): Route[] {
  return [
    route('POST', '/api/v1/sign-in/passkey/options', ask.beginPasskeySignIn, 'What your browser asks your passkey.', {
      ...{ withHalf: 'if-any', guarded: true, answer: intoHalfCookie, output: Options },
    }),
    route('POST', '/api/v1/sign-in/passkey', ask.finishPasskeySignIn, 'Signs in with what the passkey answered.', {
      ...{ withHalf: true, withBrowser: true, guarded: true, answer: intoCookie, output: Session },
    }),
    route('POST', '/api/v1/factors/passkeys/options', ask.beginPasskey, 'What your browser needs to make a passkey.', {
      ...{ guarded: true, answer: intoHalfCookie, output: Options },
    }),
    route('POST', '/api/v1/factors/passkeys', ask.addPasskey, 'Keeps a passkey.', {
      ...{ withToken: true, withHalf: true, guarded: true, status: 201 },
      ...{ answer: withCodes, output: SessionAndCodes.extend({ recoveryCodes: z.array(z.string()) }) },
    }),
    route('PATCH', '/api/v1/factors/passkeys/:passkeyId', ask.renamePasskey, 'Gives a passkey another name.'),
    route('POST', '/api/v1/factors/passkeys/:passkeyId/removal', ask.removePasskey, 'It opens nothing any more.', {
      ...{ withToken: true, guarded: true, answer: intoCookie, output: Session },
    }),
  ];
}

/** The requests of one realm. */
export interface SigningContracts {
  readonly sessions: typeof Sessions;
  readonly endSession: typeof EndSession;
  readonly endOtherSessions: typeof EndOtherSessions;
  readonly changePassword: typeof ChangePassword;
  readonly halfWay: typeof HalfWay;
  readonly finishSignIn: typeof FinishSignIn;
  readonly factors: typeof Factors;
  readonly beginTotp: typeof BeginTotp;
  readonly confirmTotp: typeof ConfirmTotp;
  readonly removeTotp: typeof RemoveTotp;
  readonly renewRecoveryCodes: typeof RenewRecoveryCodes;
  readonly beginPasskey: typeof BeginPasskey;
  readonly addPasskey: typeof AddPasskey;
  readonly renamePasskey: typeof RenamePasskey;
  readonly removePasskey: typeof RemovePasskey;
  readonly beginPasskeySignIn: typeof BeginPasskeySignIn;
  readonly finishPasskeySignIn: typeof FinishPasskeySignIn;
}

export function signingRoutes(ask: SigningContracts): Route[] {
  const proven = { withToken: true, guarded: true };
  return [
    ...passkeyRoutes(ask),
    route('GET', '/api/v1/sign-in/step', ask.halfWay, 'What a sign-in that is half done still needs.', {
      withHalf: true,
    }),
    route('POST', '/api/v1/sign-in/code', ask.finishSignIn, 'Finishes with a code of the app or a recovery code.', {
      ...{ withHalf: true, withBrowser: true, guarded: true, answer: intoCookie, output: Session },
    }),
    route('GET', '/api/v1/factors', ask.factors, 'Your second factors.'),
    route('POST', '/api/v1/factors/totp', ask.beginTotp, 'A secret for your authenticator app.'),
    route('PUT', '/api/v1/factors/totp', ask.confirmTotp, 'Confirms it with its first code.', {
      ...{ ...proven, answer: withCodes, output: SessionAndCodes },
    }),
    route('POST', '/api/v1/factors/totp/removal', ask.removeTotp, 'The app is asked no more.', {
      ...{ ...proven, answer: intoCookie, output: Session },
    }),
    route('POST', '/api/v1/factors/recovery-codes', ask.renewRecoveryCodes, 'Ten new recovery codes.', {
      ...{ ...proven, answer: withCodes, output: SessionAndCodes },
    }),
    route('GET', '/api/v1/sessions', ask.sessions, 'Where you are signed in.', { withToken: true }),
    route('DELETE', '/api/v1/sessions', ask.endOtherSessions, 'Signs you out everywhere else.', { withToken: true }),
    route('DELETE', '/api/v1/sessions/:sessionId', ask.endSession, 'Signs you out there.', { withToken: true }),
    route('PUT', '/api/v1/password', ask.changePassword, 'Changes your password.', {
      ...{ withToken: true, guarded: true, answer: intoCookie, output: Session },
    }),
  ];
}
