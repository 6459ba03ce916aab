/** Serves `/`, for developers on this machine. Its buttons are forms, so only a page of this server may send them. */
import type { IncomingMessage } from 'node:http';
import { decide, dispute, payoutFails, refundFails, refundSucceeds } from '../control/levers.store.ts';
import { REASONS } from '../disputes/dispute.ts';
import type { Emulator } from '../emulator.ts';
import { balanceOf } from '../money/balance.api.ts';
import type { Kind, OfKind } from '../store/kinds.ts';
import { PLATFORM } from '../wire/call.ts';
import type { Tree } from '../wire/form.ts';
import { isLocal } from '../wire/local.http.ts';
import { StripeProblem } from '../wire/problem.ts';
import { noticePage } from './document.ts';
import { type Mine, type Overview, overviewPage } from './overview.ts';
import type { Redirect, Shown } from './shown.ts';

const SHOWN = 10;

type Lever = (emulator: Emulator, id: string, form: Tree) => Promise<unknown>;

const reasonOf = (form: Tree) => REASONS.find((reason) => reason === form.reason) ?? 'fraudulent';

const LEVERS: Record<string, Lever> = {
  dispute: (emulator, charge, form) => emulator.act((call) => dispute(call, { charge, reason: reasonOf(form) })),
  inquire: (emulator, charge, form) =>
    emulator.act((call) => dispute(call, { charge, reason: reasonOf(form), inquiry: true })),
  win: (emulator, id) => emulator.act((call) => decide(call, id, 'win')),
  lose: (emulator, id) => emulator.act((call) => decide(call, id, 'lose')),
  escalate: (emulator, id) => emulator.act((call) => decide(call, id, 'escalate')),
  'refund-succeeds': (emulator, id) => emulator.act((call) => refundSucceeds(call, id)),
  'refund-fails': (emulator, id) => emulator.act((call) => refundFails(call, id)),
  'payout-fails': (emulator, id) => emulator.act((call) => payoutFails(call, id)),
  onboard: (emulator, id) => emulator.openedAccount(id),
};

/** A browser says where a form comes from; another site's page cannot say it is ours. */
export const isOurForm = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined && URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;

export async function overview(
  emulator: Emulator,
  request: IncomingMessage,
  form: Tree | undefined,
): Promise<Shown | Redirect> {
  if (!isLocal(request))
    return { status: 403, page: noticePage('Only from this machine', 'This page is for the people who run it.', null) };
  if (!form) return { status: 200, page: overviewPage(viewOf(emulator, null)) };
  if (!isOurForm(request))
    return {
      status: 403,
      page: noticePage('Not from here', 'Open this page itself and press the button there.', null),
    };
  const lever = LEVERS[String(form.lever)];
  if (!lever) return { status: 400, page: overviewPage(viewOf(emulator, { text: 'No such lever.', wrong: true })) };
  try {
    await lever(emulator, String(form.id), form);
    return { redirect: '/' };
  } catch (error) {
    if (!(error instanceof StripeProblem)) throw error;
    return { status: error.status, page: overviewPage(viewOf(emulator, { text: error.message, wrong: true })) };
  }
}

function viewOf(emulator: Emulator, said: Overview['said']): Overview {
  const { store } = emulator;
  const latest = <K extends Kind>(kind: K): Mine<OfKind<K>>[] => store.latest(kind, SHOWN);
  const call = emulator.call();
  return {
    at: call.at,
    platform: PLATFORM,
    balance: balanceOf(call),
    conservation: emulator.conservation(),
    deliveries: emulator.deliveries(),
    charges: latest('charge'),
    refunds: latest('refund'),
    disputes: latest('dispute'),
    transfers: latest('transfer'),
    payouts: latest('payout'),
    accounts: latest('account'),
    said,
  };
}
