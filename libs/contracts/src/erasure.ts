/** Leaving for good: how a person is erased from every service, what stays, and what is proof of it. Identity conducts. */
import { z } from 'zod';
import { event, request, SERVICES, type Service } from './contract.ts';
import { AccountId, Amount, Instant } from './values.ts';

/** The services that identity asks, in this order: what is public goes first, the papers last. Identity itself comes after them. */
export const ERASED_IN = [
  'catalog',
  'booking',
  'billing',
  'support',
  'workspace',
  'receipts',
] as const satisfies Service[];
export type ErasedIn = (typeof ERASED_IN)[number];

/** A row of the table of keeping (`libs/terms`), by its id. */
const RuleId = z
  .string()
  .max(60)
  .regex(/^[a-z]+\.[a-z-]+$/);

/** What goes or went, and how many of it. */
export const Gone = z.object({ rule: RuleId, count: z.int().min(0) });
/** What stays, how many of it, and until when; null where the rule knows no end. Why is the rule's to say. */
export const Kept = z.object({ rule: RuleId, count: z.int().min(0), until: Instant.nullable() });

/** Why somebody cannot be erased yet. `until`: when it will be over, where that is known. */
export const Obstacle = z.object({
  kind: z.enum(['session', 'settling', 'request', 'payment', 'payable', 'refund', 'dispute', 'claim', 'ticket']),
  /** The booking or ticket; null where it is about none. */
  id: z.uuid().nullable(),
  until: Instant.nullable(),
  amount: Amount.nullable(),
});

const Weighed = z.object({ inTheWay: z.array(Obstacle).max(50), goes: z.array(Gone), stays: z.array(Kept) });
const Erased = z.object({ goes: z.array(Gone), stays: z.array(Kept) });
const Page = {
  input: z.object({ after: AccountId.nullable() }),
  output: z.object({ accountIds: z.array(AccountId).max(1_000) }),
};

/** What erasing this account would take and leave, and what is in the way. Changes nothing. */
function weighPerson(owner: ErasedIn) {
  return request(`${owner}.weigh-person`, {
    input: z.object({ accountId: AccountId }),
    output: Weighed,
    from: ['identity'],
    who: 'service',
  });
}

/**
 * Erases the account here, for good; refuses `in-the-way` while something is. Asked again it erases what came since, and answers
 * what stays.
 */
function erasePerson(owner: ErasedIn) {
  return request(`${owner}.erase-person`, {
    input: z.object({ accountId: AccountId }),
    output: Erased,
    refusals: ['in-the-way'],
    from: ['identity'],
    who: 'service',
    timeoutMs: 20_000,
  });
}

/** The accounts that were erased here, by id, a thousand at a time: what identity has forgotten of them a restored backup brings back. */
function erasedHere(owner: ErasedIn) {
  return request(`${owner}.erased`, { ...Page, from: ['identity'], who: 'service' });
}

export const CatalogWeighPerson = weighPerson('catalog');
export const BookingWeighPerson = weighPerson('booking');
export const BillingWeighPerson = weighPerson('billing');
export const SupportWeighPerson = weighPerson('support');
export const WorkspaceWeighPerson = weighPerson('workspace');
export const ReceiptsWeighPerson = weighPerson('receipts');

export const CatalogErasePerson = erasePerson('catalog');
export const BookingErasePerson = erasePerson('booking');
export const BillingErasePerson = erasePerson('billing');
export const SupportErasePerson = erasePerson('support');
export const WorkspaceErasePerson = erasePerson('workspace');
export const ReceiptsErasePerson = erasePerson('receipts');

export const CatalogErased = erasedHere('catalog');
export const BookingErased = erasedHere('booking');
export const BillingErased = erasedHere('billing');
export const SupportErased = erasedHere('support');
export const WorkspaceErased = erasedHere('workspace');
export const ReceiptsErased = erasedHere('receipts');

/** Everybody who was erased, by id, a thousand at a time. Every service asks at its start and once a day, and erases again whom a restored backup brought back. */
export const IdentityErased = request('identity.erased', {
  ...Page,
  from: SERVICES.filter((service) => service !== 'identity'),
  who: 'service',
});

/** Takes a provider who is about to leave off the market, so that nobody books them meanwhile. Asked twice is once. */
export const WithdrawListings = request('catalog.withdraw-listings', {
  input: z.object({ accountId: AccountId }),
  output: z.object({ withdrawn: z.int().min(0) }),
  from: ['identity'],
  who: 'service',
});

/** A provider leaves, or stays after all: while leaving they are sent whatever is payable, however little, on the next transfer day. */
export const SettleProvider = request('billing.settle-provider', {
  input: z.object({ accountId: AccountId, leaving: z.boolean() }),
  output: z.object({}),
  from: ['identity'],
  who: 'service',
});

/** `asked`: may be called off until `beginsAt`. `waiting`: something is in the way. `erasing`: it has begun. */
export const LeavingState = z.enum(['none', 'asked', 'waiting', 'erasing']);

/** One rule of what goes or stays, in words for people. */
export const RuleInWords = z.object({
  what: z.string(),
  count: z.int().min(0),
  until: Instant.nullable(),
  because: z.string(),
  source: z.string().nullable(),
});

/** What leaving would mean for the signed-in person, or how far it is. Staff see nothing of it until its deadline is over. */
export const Leaving = z.object({
  state: LeavingState,
  askedAt: Instant.nullable(),
  /** Until then it can be called off by signing in; null when nothing was asked. */
  beginsAt: Instant.nullable(),
  /** By then it is done, or staff see to it: one month (GDPR, article 12(3)). */
  deadline: Instant.nullable(),
  inTheWay: z.array(Obstacle),
  goes: z.array(RuleInWords),
  stays: z.array(RuleInWords),
});

export const MyLeaving = request('identity.my-leaving', {
  input: z.object({}),
  output: Leaving,
  from: ['gateway'],
  who: 'person',
  timeoutMs: 10_000,
});

/** Asks to be erased. `proof`: the password, or a code of the person's app, asked again and limited. Asked twice is once. */
export const Leave = request('identity.leave', {
  input: z.object({ proof: z.string().min(1).max(128) }),
  output: z.object({ state: LeavingState, beginsAt: Instant, deadline: Instant }),
  refusals: ['wrong-credentials'],
  from: ['gateway'],
  who: 'person',
});

/** Calls it off, for as long as it has not begun. */
export const StayAfterAll = request('identity.stay', {
  input: z.object({}),
  output: z.object({ state: LeavingState }),
  refusals: ['not-leaving'],
  from: ['gateway'],
  who: 'person',
});

/** Proof of an erasure. It names nobody. `hash`: SHA-256 of the canonical JSON of everything else. */
export const Certificate = z.object({
  number: z.string().max(40),
  askedAt: Instant,
  doneAt: Instant,
  services: z.array(z.object({ service: z.enum(SERVICES), goes: z.array(RuleInWords), stays: z.array(RuleInWords) })),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The certificate behind its unguessable address, for whoever has it. */
export const ErasureCertificate = request('identity.certificate', {
  input: z.object({ token: z.string().regex(/^[\w-]{43}$/) }),
  output: Certificate,
  from: ['gateway'],
  who: 'anyone',
});

/** An erasure is not done at its deadline: support keeps one ticket. `over`: it is done after all. */
export const ErasureLate = event(
  'identity.erasure-late',
  z.object({
    erasureId: z.uuid(),
    askedAt: Instant,
    /** Kinds of obstacles, or services that have not answered. */
    waitsFor: z.array(z.string().max(40)).max(20),
    over: z.boolean(),
    at: Instant,
  }),
  { of: 'erasureId', heardBy: ['support'] },
);

export type Gone = z.infer<typeof Gone>;
export type Kept = z.infer<typeof Kept>;
export type Obstacle = z.infer<typeof Obstacle>;
export type Leaving = z.infer<typeof Leaving>;
export type LeavingState = z.infer<typeof LeavingState>;
export type Certificate = z.infer<typeof Certificate>;
export type RuleInWords = z.infer<typeof RuleInWords>;
export type Weighed = z.infer<typeof Weighed>;
export type Erased = z.infer<typeof Erased>;
