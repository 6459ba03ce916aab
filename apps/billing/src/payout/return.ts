/** Transfers that are taken back for what their provider owes. Pure. */
import { least, type Money, money, subtract } from '@sounding/money';
import { type Debt, owedOf } from '../earning/earning.ts';
import type { KeptTransfer } from './transfer.ts';

/** `refused`: the provider's account holds too little. The debt waits for the next release. */
export type ReturnState = 'intended' | 'made' | 'refused';

export interface KeptReturn {
  readonly id: string;
  readonly transferId: string;
  readonly debtId: string;
  readonly amount: Money;
  readonly idempotencyKey: string;
  readonly state: ReturnState;
  readonly madeAt: Date;
  readonly tries: number;
  readonly traceparent: string | null;
}

export function returnKey(id: string, attempt: number): string {
  return `return:${id}:${attempt}`;
}

/** How much of a transfer is taken back for a debt: what is owed, at most what is still there; nothing unless it was made. */
export function takenBack(
  debt: Pick<Debt, 'amount' | 'recovered' | 'writtenOff'>,
  transfer: Pick<KeptTransfer, 'amount' | 'returned' | 'state'>,
): Money {
  const left = subtract(transfer.amount, transfer.returned);
  return transfer.state === 'made' ? least(owedOf(debt), left) : money(0, left.currency);
}
