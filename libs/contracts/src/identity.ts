/** Accounts, sessions and the post office. Identity alone knows addresses. */
import { z } from 'zod';
import { AskedAgain } from './agreements.ts';
import { request } from './contract.ts';
import { AccountId, Alias, Instant, PublicName, Zone } from './values.ts';

export const Email = z.email().max(254).trim().toLowerCase();
/** 10 to 128 characters; strength is judged by identity, which refuses `weak-password`. */
export const Password = z.string().min(10).max(128);
/** Six digits, good for ten minutes and five tries. */
export const Code = z.string().regex(/^\d{6}$/);
/** The opaque 256-bit session token, base64url. Only its SHA-256 is stored. */
export const SessionToken = z.string().min(32).max(128);

/** How dates are written in mails: `Monday, 23 November 2026 at 18:00`, or `Monday, November 23, 2026 at 6:00 PM`. */
export const DateStyle = z.enum(['en-GB', 'en-US']);

/** Who is signed in. `scopes` of a client realm session: `provider` once the account has a provider profile. */
export const Session = z.object({
  accountId: AccountId,
  alias: z.string(),
  realm: z.enum(['client', 'staff']),
  zone: Zone,
  expiresAt: Instant,
  /** The version of the terms or the privacy notice that waits for this person's answer; absent when none does, and in the staff realm. */
  agreement: AskedAgain.optional(),
});
export const SignedIn = z.object({ token: SessionToken, session: Session });

/**
 * What a door says of the browser that signs in: its name in plain words, "Firefox on Android" (never the header itself), and the
 * session that it had until now, which ends when another begins.
 */
export const Device = z.string().max(60);
const browser = { device: Device.default(''), replaces: SessionToken.nullish() };

/** What can finish a sign-in that is half done. */
export const SecondFactor = z.enum(['totp', 'recovery-code', 'passkey']);
/**
 * The first step was right, and that alone opens nothing: `half` is good for five minutes and for finishing, nothing else.
 * `enrolment`: the account must have a second factor and has none yet.
 */
export const HalfSignedIn = z.object({
  half: SessionToken,
  expiresAt: Instant,
  needs: z.enum(['second-factor', 'enrolment']),
  ways: z.array(SecondFactor).max(3),
});
export const SignInAnswer = z.union([SignedIn, HalfSignedIn]);

/** Opens an account and mails a code. The answer is the same whether or not the address is known; a known address gets a mail that says so. */
export const SignUp = request('identity.sign-up', {
  input: z.object({
    email: Email,
    password: Password,
    alias: Alias,
    /** "I am 18 or older". */
    adult: z.literal(true),
    zone: Zone.default('UTC'),
  }),
  output: z.object({ sent: z.literal(true) }),
  refusals: ['weak-password'],
  from: ['gateway'],
  who: 'anyone',
});

/** Confirms the address with the code from the mail and signs the person in. */
export const ConfirmEmail = request('identity.confirm-email', {
  input: z.object({ email: Email, code: Code, ...browser }),
  output: SignedIn,
  refusals: ['wrong-code'],
  from: ['gateway'],
  who: 'anyone',
});

/** Mails a fresh code for confirming or for a new password. Same answer for every address. */
export const SendCode = request('identity.send-code', {
  input: z.object({ email: Email, purpose: z.enum(['confirm', 'reset']) }),
  output: z.object({ sent: z.literal(true) }),
  from: ['gateway'],
  who: 'anyone',
});

/** Sets a new password by code and ends every session. Whoever has a second factor is still asked for it. */
export const SetPassword = request('identity.set-password', {
  input: z.object({ email: Email, code: Code, password: Password, ...browser }),
  output: SignInAnswer,
  refusals: ['wrong-code', 'weak-password'],
  from: ['gateway'],
  who: 'anyone',
});

/** Signs a client or provider in, or half in when there is a second factor. Wrong address and wrong password are one refusal. */
export const SignIn = request('identity.sign-in', {
  input: z.object({ email: Email, password: z.string().max(128), ...browser }),
  output: SignInAnswer,
  refusals: ['wrong-credentials', 'email-unconfirmed'],
  from: ['gateway'],
  who: 'anyone',
});

/** Signs staff half in: own tables, secret and cookie. The second factor is always asked, or enrolled first. */
export const StaffSignIn = request('identity.staff-sign-in', {
  input: z.object({ email: Email, password: z.string().max(128), ...browser }),
  output: SignInAnswer,
  refusals: ['wrong-credentials'],
  from: ['support-console'],
  who: 'anyone',
});

/** Resolves a client cookie to a session; refuses `not-signed-in` when it is unknown or over. */
export const WhoIs = request('identity.who-is', {
  input: z.object({ token: SessionToken }),
  output: Session,
  from: ['gateway'],
  who: 'anyone',
  timeoutMs: 3_000,
});
export const StaffWhoIs = request('identity.staff-who-is', {
  input: z.object({ token: SessionToken }),
  output: Session,
  from: ['support-console'],
  who: 'anyone',
  timeoutMs: 3_000,
});

export const SignOut = request('identity.sign-out', {
  input: z.object({ token: SessionToken }),
  output: z.object({}),
  from: ['gateway'],
  who: 'anyone',
});
export const StaffSignOut = request('identity.staff-sign-out', {
  input: z.object({ token: SessionToken }),
  output: z.object({}),
  from: ['support-console'],
  who: 'anyone',
});

/** Changes the signed-in person's alias, zone, or how dates are written in mails. */
export const ChangeAccount = request('identity.change-account', {
  input: z.object({ alias: Alias.optional(), zone: Zone.optional(), dates: DateStyle.optional() }),
  output: Session,
  from: ['gateway'],
  who: 'person',
});

/** What the signed-in person has chosen for themself. */
export const MyAccount = request('identity.my-account', {
  input: z.object({}),
  output: z.object({ alias: z.string(), zone: Zone, dates: DateStyle }),
  from: ['gateway'],
  who: 'person',
});

/** Aliases of up to 200 accounts, in the order asked; unknown accounts are left out. Never addresses or legal names. */
export const Aliases = request('identity.aliases', {
  input: z.object({ accountIds: z.array(AccountId).max(200) }),
  output: z.object({ names: z.array(PublicName) }),
  from: ['gateway', 'support-console', 'catalog', 'receipts', 'support', 'workspace'],
  who: 'anyone',
});

/** Who stands on a document: alias and time zone of each account; unknown accounts are left out. */
export const Parties = request('identity.parties', {
  input: z.object({ accountIds: z.array(AccountId).max(10) }),
  output: z.object({ parties: z.array(PublicName.extend({ zone: Zone })) }),
  from: ['receipts'],
  who: 'anyone',
});

export type Session = z.infer<typeof Session>;
export type DateStyle = z.infer<typeof DateStyle>;
