/**
 * Signing in, and what one can do about it once one is: sessions, a new password or address, second factors. Most of it is declared
 * twice, for clients and for staff, who are a realm of their own.
 */
import { z } from 'zod';
import { type Request, request } from './contract.ts';
import { Code, Device, Email, Password, SecondFactor, SessionToken, SignedIn, SignInAnswer } from './identity.ts';
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

/** What a person calls one of their passkeys. */
const PasskeyName = z.string().trim().min(1).max(40);
export const OnePasskey = z.object({
  id: z.uuid(),
  name: PasskeyName,
  madeAt: Instant,
  /** Null when it was never used. */
  usedAt: Instant.nullable(),
});

/** The second factors that the person has. */
export const [Factors, StaffFactors] = forBoth('factors', {
  input: z.object({}),
  output: z.object({
    /** Since when there is an authenticator app; null when there is none. */
    totpSince: Instant.nullable(),
    recoveryCodesLeft: z.int().min(0),
    passkeys: z.array(OnePasskey).max(50),
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

/** What a browser is told, and what it answers, as WebAuthn says them in JSON; at most as long as any authenticator's. */
const WebAuthn = z.record(z.string(), z.unknown());
const FromAuthenticator = WebAuthn.refine((json) => JSON.stringify(json).length <= 16_384, { error: 'too long' });
/** Options for the browser; the challenge in them is good once, for five minutes, with the token of the half-session. */
const Challenge = z.object({ half: SessionToken, expiresAt: Instant, options: WebAuthn });

/** What the browser needs to make a passkey. */
export const [BeginPasskey, StaffBeginPasskey] = forBoth('begin-passkey', {
  input: z.object({ proof: Proof }),
  output: Challenge,
  refusals: ['wrong-credentials'],
});

/** Keeps it. With the first second factor of an account come ten recovery codes. The session gets a new token. */
export const [AddPasskey, StaffAddPasskey] = forBoth('add-passkey', {
  input: z.object({ ...asking, ...half, response: FromAuthenticator, name: PasskeyName }),
  output: SignedIn.extend({ recoveryCodes: z.array(z.string()).max(10) }),
  refusals: ['wrong-passkey', 'sign-in-over'],
});

export const [RenamePasskey, StaffRenamePasskey] = forBoth('rename-passkey', {
  input: z.object({ passkeyId: z.uuid(), name: PasskeyName }),
  output: z.object({}),
});

/** It opens nothing any more. Staff keep at least one second factor. The session gets a new token. */
export const [RemovePasskey, StaffRemovePasskey] = forBoth('remove-passkey', {
  input: z.object({ ...asking, passkeyId: z.uuid(), proof: Proof }),
  output: SignedIn,
  refusals: ['wrong-credentials', 'last-factor'],
});

/** What the browser needs to sign in by passkey. With a sign-in that is half done it is its second step, else it is all of it. */
export const [BeginPasskeySignIn, StaffBeginPasskeySignIn] = beforeBoth('begin-passkey-sign-in', {
  input: z.object({ half: SessionToken.nullish() }),
  output: Challenge,
});

/** Signs in with what the passkey signed. The challenge is spent, whether or not it fitted. */
export const [FinishPasskeySignIn, StaffFinishPasskeySignIn] = beforeBoth('finish-passkey-sign-in', {
  input: z.object({ ...half, response: FromAuthenticator, ...browser }),
  output: SignedIn,
  refusals: ['wrong-passkey', 'sign-in-over'],
});

/**
 * Mails a link that signs in, to whoever has an account. `half` goes into a cookie of the browser that asks: the link opens nothing
 * without it. The same answer for every address. Counted as a mailed code is.
 */
export const SendLink = request('identity.send-link', {
  input: z.object({ email: Email }),
  output: z.object({ half: SessionToken, expiresAt: Instant }),
  from: ['gateway'],
  who: 'anyone',
});

/** Signs in with the link, or half in when there is a second factor. Good once, for fifteen minutes, in the browser that asked. */
export const OpenLink = request('identity.open-link', {
  input: z.object({ ...half, link: SessionToken, ...browser }),
  output: SignInAnswer,
  refusals: ['wrong-link', 'sign-in-over'],
  from: ['gateway'],
  who: 'anyone',
});

/** Whether staff may also sign in at the company's identity provider. */
export const StaffProvider = request('identity.staff-provider', {
  input: z.object({}),
  output: z.object({ offered: z.boolean() }),
  from: ['support-console'],
  who: 'anyone',
});

/** Where the browser goes to sign in there. */
export const StaffBeginProvider = request('identity.staff-begin-provider', {
  input: z.object({}),
  output: z.object({ half: SessionToken, expiresAt: Instant, url: z.url() }),
  refusals: ['no-provider'],
  from: ['support-console'],
  who: 'anyone',
  timeoutMs: 10_000,
});

/**
 * Signs in with what the provider answered, `query` of the address to which it sent the browser back. Who has no staff account with that
 * verified address is refused; where the provider does not say that it asked for a second factor, ours is asked.
 */
export const StaffFinishProvider = request('identity.staff-finish-provider', {
  input: z.object({ ...half, query: z.string().min(1).max(4_096), ...browser }),
  output: SignInAnswer,
  refusals: ['no-provider', 'provider-refused', 'sign-in-over'],
  from: ['support-console'],
  who: 'anyone',
  timeoutMs: 10_000,
});
