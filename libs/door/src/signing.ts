/** The routes of signing in that both doors have, and how their answers become cookies. Tokens are in cookies alone, never in a body. */
import type {
  ChangePassword,
  EndOtherSessions,
  EndSession,
  HalfSignedIn,
  Sessions,
  SignedIn,
  SignInAnswer,
} from '@sounding/contracts';
import { Session } from '@sounding/contracts';
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

/** What `intoEitherCookie` leaves of the answer, for the API page. */
export const StepOrSession = z.union([
  Session,
  z.object({ needs: z.enum(['second-factor', 'enrolment']), ways: z.array(z.string()) }),
]);

/** The requests of one realm. */
export interface SigningContracts {
  readonly sessions: typeof Sessions;
  readonly endSession: typeof EndSession;
  readonly endOtherSessions: typeof EndOtherSessions;
  readonly changePassword: typeof ChangePassword;
}

export function signingRoutes(ask: SigningContracts): Route[] {
  return [
    route('GET', '/api/v1/sessions', ask.sessions, 'Where you are signed in.', { withToken: true }),
    route('DELETE', '/api/v1/sessions', ask.endOtherSessions, 'Signs you out everywhere else.', { withToken: true }),
    route('DELETE', '/api/v1/sessions/:sessionId', ask.endSession, 'Signs you out there.', { withToken: true }),
    route('PUT', '/api/v1/password', ask.changePassword, 'Changes your password.', {
      ...{ withToken: true, guarded: true, answer: intoCookie, output: Session },
    }),
  ];
}
