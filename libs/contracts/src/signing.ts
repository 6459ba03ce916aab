/**
 * Signing in, and what one can do about it once one is: sessions, a new password or address, second factors. Most of it is declared
 * twice, for clients and for staff, who are a realm of their own.
 */
import { z } from 'zod';
import { type Request, request } from './contract.ts';
import { Code, Device, Email, Password, SecondFactor, SessionToken, SignedIn } from './identity.ts';
import { Instant } from './values.ts';

interface Shape<I extends z.ZodType, O extends z.ZodType, R extends string> {
  input: I;
  output: O;
  refusals?: readonly R[];
}

/** `forBoth` for what one asks before one is signed in. */
function beforeBoth<I extends z.ZodType, O extends z.ZodType, const R extends string = never>(
  verb: string,
  shape: Shape<I, O, R>,
): readonly [Request<I, O, R>, Request<I, O, R>] {
  return [
    request(`identity.${verb}`, { ...shape, from: ['gateway'], who: 'anyone' }),
    request(`identity.staff-${verb}`, { ...shape, from: ['support-console'], who: 'anyone' }),
  ];
}

/** The same request at both doors: `identity.<verb>` for whoever is signed in at the site, `identity.staff-<verb>` at the console. */
function forBoth<I extends z.ZodType, O extends z.ZodType, const R extends string = never>(
  verb: string,
  shape: Shape<I, O, R>,
): readonly [Request<I, O, R>, Request<I, O, R>] {
  return [
    request(`identity.${verb}`, { ...shape, from: ['gateway'], who: 'person' }),
    request(`identity.staff-${verb}`, { ...shape, from: ['support-console'], who: 'staff' }),
  ];
}

/** The session that asks, from the cookie. It must be one of the person who asks. */
const asking = { token: SessionToken };
/** The person's password, or a code from their app; whoever has an app gives its code (or a recovery code) to change a second factor. */
export const Proof = z.string().min(1).max(128);

/** One signed-in browser. `seenAt` is coarse: it moves every five minutes at most. */
export const OneSession = z.object({
  id: z.uuid(),
  /** "Firefox on Android"; empty when it is not known. */
  device: Device,
  madeAt: Instant,
  seenAt: Instant,
  /** The one that asks. */
  current: z.boolean(),
});

/** Where the person is signed in, the newest first. */
export const [Sessions, StaffSessions] = forBoth('sessions', {
  input: z.object(asking),
  output: z.object({ sessions: z.array(OneSession) }),
});

/** Ends one of the person's sessions, which may be the one that asks. `not-found` when it is nobody's, somebody else's or over. */
export const [EndSession, StaffEndSession] = forBoth('end-session', {
  input: z.object({ ...asking, sessionId: z.uuid() }),
  output: z.object({}),
});

/** Ends every session of the person but the one that asks. */
export const [EndOtherSessions, StaffEndOtherSessions] = forBoth('end-other-sessions', {
  input: z.object(asking),
  output: z.object({ ended: z.int().min(0) }),
});

/** Changes the password of whoever is signed in: the old one is asked, other sessions end, this one gets a new token. */
export const [ChangePassword, StaffChangePassword] = forBoth('change-password', {
  input: z.object({ ...asking, old: z.string().min(1).max(128), password: Password }),
  output: SignedIn,
  refusals: ['wrong-credentials', 'weak-password'],
});

/** Mails a code to the new address. The answer is the same for an address that somebody has; that one is told by mail. */
export const ChangeEmail = request('identity.change-email', {
  input: z.object({ email: Email, proof: Proof }),
  output: z.object({ sent: z.literal(true) }),
  refusals: ['wrong-credentials'],
  from: ['gateway'],
  who: 'person',
});

/** Makes the new address the person's with the code that was mailed there: other sessions end, and the old address is told. */
export const ConfirmNewEmail = request('identity.confirm-new-email', {
  input: z.object({ ...asking, email: Email, code: Code }),
  output: SignedIn,
  refusals: ['wrong-code'],
  from: ['gateway'],
  who: 'person',
});

/**
 * Takes a change of address back, with the secret that was mailed to the old one; good for seven days and once. Every session ends,
 * what was enrolled since then goes, and the password must be chosen anew.
 */
export const ObjectToNewEmail = request('identity.object-to-new-email', {
  input: z.object({ objection: SessionToken }),
  output: z.object({ restored: z.literal(true) }),
  refusals: ['objection-over'],
  from: ['gateway'],
  who: 'anyone',
});

/** The sign-in that is half done, from its own cookie. */
const half = { half: SessionToken };
/** What a door says of the browser that signs in; see `SignIn`. */
const browser = { device: Device.default(''), replaces: SessionToken.nullish() };
/** Six digits of an app, or a recovery code, `abcde-fghij`. */
const AnyCode = z.string().min(1).max(40);

/** What an authenticator app is told: as text, as an address that it opens, and as a picture of that address (SVG, drawn by us). */
export const TotpSecret = z.object({ secret: z.string(), uri: z.string(), qr: z.string() });
/** Ten codes, each good once in place of the app's. Told this once. */
export const RecoveryCodes = z.array(z.string()).length(10);
const WithCodes = SignedIn.extend({ recoveryCodes: RecoveryCodes });

/** What the sign-in that is half done still needs. `sign-in-over` after five minutes, five wrong codes, or when it was finished. */
export const [HalfWay, StaffHalfWay] = beforeBoth('half-way', {
  input: z.object(half),
  output: z.object({ needs: z.enum(['second-factor', 'enrolment']), ways: z.array(SecondFactor).max(3) }),
  refusals: ['sign-in-over'],
});

/** Finishes with a code of the app or a recovery code, each good once. Five tries. */
export const [FinishSignIn, StaffFinishSignIn] = beforeBoth('finish-sign-in', {
  input: z.object({ ...half, code: AnyCode, ...browser }),
  output: SignedIn,
  refusals: ['wrong-code', 'sign-in-over'],
});

/** For staff without a second factor, who get nowhere before they have one: a secret for their app. Asked again, it is another one. */
export const StaffBeginEnrolment = request('identity.staff-begin-enrolment', {
  input: z.object(half),
  output: TotpSecret,
  refusals: ['sign-in-over'],
  from: ['support-console'],
  who: 'anyone',
});

/** Confirms it with the first code of the app, and signs in. */
export const StaffFinishEnrolment = request('identity.staff-finish-enrolment', {
  input: z.object({ ...half, code: Code, ...browser }),
  output: WithCodes,
  refusals: ['wrong-code', 'sign-in-over'],
  from: ['support-console'],
  who: 'anyone',
});

/** The second factors that the person has. */
export const [Factors, StaffFactors] = forBoth('factors', {
  input: z.object({}),
  output: z.object({
    /** Since when there is an authenticator app; null when there is none. */
    totpSince: Instant.nullable(),
    recoveryCodesLeft: z.int().min(0),
  }),
});

/** A secret for an authenticator app, which counts from the moment that a code of it confirms it. Asked again, it is another one. */
export const [BeginTotp, StaffBeginTotp] = forBoth('begin-totp', {
  input: z.object({}),
  output: TotpSecret,
});

/** Confirms it: from now on a code is asked at each sign-in. What was there before is replaced; the session gets a new token. */
export const [ConfirmTotp, StaffConfirmTotp] = forBoth('confirm-totp', {
  input: z.object({ ...asking, code: Code, proof: Proof }),
  output: WithCodes,
  refusals: ['wrong-code', 'wrong-credentials'],
});

/** The app is asked no more, and its recovery codes are void. Staff keep at least one second factor. The session gets a new token. */
export const [RemoveTotp, StaffRemoveTotp] = forBoth('remove-totp', {
  input: z.object({ ...asking, proof: Proof }),
  output: SignedIn,
  refusals: ['wrong-credentials', 'last-factor'],
});

/** Ten new recovery codes; the old ones are void. The session gets a new token. */
export const [RenewRecoveryCodes, StaffRenewRecoveryCodes] = forBoth('renew-recovery-codes', {
  input: z.object({ ...asking, proof: Proof }),
  output: WithCodes,
  refusals: ['wrong-credentials', 'no-second-factor'],
});
