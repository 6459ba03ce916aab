/** Sessions and accounts. The session token lives in the cookie alone; answers carry the session without it. */
import {
  AcceptDocument,
  AddPasskey,
  Aliases,
  BeginPasskey,
  BeginPasskeySignIn,
  BeginTotp,
  ChangeAccount,
  ChangeConsent,
  ChangeEmail,
  ChangePassword,
  ConfirmEmail,
  ConfirmNewEmail,
  ConfirmTotp,
  EndOtherSessions,
  EndSession,
  Factors,
  FinishPasskeySignIn,
  FinishSignIn,
  HalfWay,
  MyAccount,
  MyAgreements,
  MyConsents,
  ObjectToNewEmail,
  OpenLink,
  RemovePasskey,
  RemoveTotp,
  RenamePasskey,
  RenewRecoveryCodes,
  SendCode,
  SendLink,
  Session,
  Sessions,
  SetPassword,
  SignIn,
  SignOut,
  SignUp,
  WhoIs,
} from '@sounding/contracts';
import {
  type Answer,
  type Asked,
  intoCookie,
  intoEitherCookie,
  intoHalfCookie,
  route,
  StepOrSession,
  signingRoutes,
} from '@sounding/door';
import { z } from 'zod';

function ids({ query }: Asked): Record<string, unknown> {
  return { accountIds: query.ids ?? [] };
}

export const accountRoutes = [
  route('GET', '/api/v1/session', WhoIs, 'Who is signed in; 401 when nobody is.', { withToken: true }),
  route('POST', '/api/v1/sign-up', SignUp, 'Opens an account and mails a six-digit code.', {
    guarded: true,
    status: 202,
  }),
  route('POST', '/api/v1/confirm', ConfirmEmail, 'Confirms the address and signs in.', {
    ...{ guarded: true, withBrowser: true, answer: intoCookie, output: Session },
  }),
  route('POST', '/api/v1/send-code', SendCode, 'Mails a fresh code.', { guarded: true, status: 202 }),
  route('POST', '/api/v1/set-password', SetPassword, 'Sets a new password with a code and signs in.', {
    ...{ guarded: true, withBrowser: true, answer: intoEitherCookie, output: StepOrSession },
  }),
  route('POST', '/api/v1/sign-in', SignIn, 'Signs in, or half in when there is a second factor.', {
    ...{ guarded: true, withBrowser: true, answer: intoEitherCookie, output: StepOrSession },
  }),
  route('POST', '/api/v1/sign-out', SignOut, 'Ends the session.', {
    withToken: true,
    answer: (): Answer => ({ body: {}, cookie: 'clear', half: 'clear' }),
  }),
  ...signingRoutes({
    ...{ sessions: Sessions, endSession: EndSession, endOtherSessions: EndOtherSessions },
    ...{ changePassword: ChangePassword, halfWay: HalfWay, finishSignIn: FinishSignIn, factors: Factors },
    ...{ beginTotp: BeginTotp, confirmTotp: ConfirmTotp, removeTotp: RemoveTotp },
    ...{ renewRecoveryCodes: RenewRecoveryCodes, beginPasskey: BeginPasskey, addPasskey: AddPasskey },
    ...{ renamePasskey: RenamePasskey, removePasskey: RemovePasskey },
    ...{ beginPasskeySignIn: BeginPasskeySignIn, finishPasskeySignIn: FinishPasskeySignIn },
  }),
  route('POST', '/api/v1/sign-in/link', SendLink, 'Mails a link that signs in, in this browser alone.', {
    ...{
      guarded: true,
      status: 202,
      answer: (output): Answer => ({ ...intoHalfCookie(output), body: { sent: true } }),
    },
    output: z.object({ sent: z.literal(true) }),
  }),
  route('POST', '/api/v1/sign-in/link/opening', OpenLink, 'Signs in with the link, or half in.', {
    ...{ withHalf: true, withBrowser: true, guarded: true, answer: intoEitherCookie, output: StepOrSession },
  }),
  route('POST', '/api/v1/email', ChangeEmail, 'Mails a code to a new address.', { guarded: true, status: 202 }),
  route('POST', '/api/v1/email/confirmation', ConfirmNewEmail, 'Makes the new address yours.', {
    ...{ guarded: true, withToken: true, answer: intoCookie, output: Session },
  }),
  route('POST', '/api/v1/email/objection', ObjectToNewEmail, 'Takes a change of address back.', { guarded: true }),
  route('GET', '/api/v1/account', MyAccount, 'What you have chosen for yourself.'),
  route('PATCH', '/api/v1/account', ChangeAccount, 'Changes alias, time zone, or how dates are written in mails.'),
  route('GET', '/api/v1/agreements', MyAgreements, 'What you agreed to, and what you are asked.'),
  route('POST', '/api/v1/agreements', AcceptDocument, 'Agrees to a version whose words you had before you.', {
    status: 201,
  }),
  route('GET', '/api/v1/consents', MyConsents, 'What you consented to, and what you can.'),
  route('PUT', '/api/v1/consents/:kind', ChangeConsent, 'Gives a consent, or takes it back.'),
  route('GET', '/api/v1/names', Aliases, 'Aliases of up to 200 accounts.', { input: ids }),
];
