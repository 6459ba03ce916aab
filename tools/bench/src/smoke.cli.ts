/** `npm run smoke`: a hire through the public API of a running copy, a line a step with its time. Exits 1 at the first thing that is wrong. */
import { isDeepStrictEqual } from 'node:util';
import type { Booking, Output, PreviewCancel, Receipt } from '@sounding/contracts';
import { runningCopy } from './copy.ts';
import { confirmed, findListing, newClient, pay, receiptOf, reserve } from './hire.ts';
import { Refused, until } from './visitor.ts';

let count = 0;

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  count += 1;
  console.log(
    `  ok ${String(count).padStart(2)}  ${what.padEnd(58)} ${String(Math.round(performance.now() - begun)).padStart(6)} ms`,
  );
  return result;
}

function same(what: string, seen: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(seen, wanted)) {
    throw new Error(`${what}: saw ${JSON.stringify(seen)}, expected ${JSON.stringify(wanted)}`);
  }
}

async function smoke(): Promise<void> {
  const copy = runningCopy();
  console.log(`The hire at ${copy.site}`);
  const client = await step('a client signs up and confirms the code from the mail', () => newClient(copy));
  const { hit, starts } = await step('searches "life path advice" and finds free times', () =>
    findListing(client, 'life path advice'),
  );
  const startsAt = starts[Math.floor(starts.length / 2)] as string;
  const { booking, bill } = await step('reserves one and sees the itemized bill', () =>
    reserve(client, hit.listing.id, startsAt),
  );
  same('the total of the bill', bill.total, hit.listing.allIn);
  same('the Handling Fee', bill.lines.find((line) => line.kind === 'handling-fee')?.amount, hit.listing.fee);
  await step('a card is declined and changes nothing', () => declined(copy, client, booking.id));
  await step('pays with another card', () => pay(copy, client, booking.id));
  await step('the booking is confirmed', () => confirmed(client, booking.id));
  const receipt = await step('the receipt is there, its lines equal the bill', async () => {
    const issued = await receiptOf(client, booking.id);
    same('the lines of the receipt', issued.lines, bill.lines);
    return issued;
  });
  await step('as PDF too', async () => {
    const pdf = await client.bytes(`/api/v1/receipts/${receipt.id}/pdf`);
    same('the first bytes of the PDF', new TextDecoder('latin1').decode(pdf.slice(0, 5)), '%PDF-');
  });
  await step('a message waits in the workspace', () =>
    client.post(`/api/v1/bookings/${booking.id}/messages`, { text: 'Looking forward to it.' }),
  );
  await step('a second payment of the bill is refused', () =>
    refusal('already-paid', () => pay(copy, client, booking.id)),
  );
  const stranger = await newClient(copy);
  await step("somebody else's booking is not found", () =>
    refusal('not-found', () => stranger.get(`/api/v1/bookings/${booking.id}`)),
  );
  await cancel(client, booking.id);
}

async function declined(
  copy: ReturnType<typeof runningCopy>,
  client: Parameters<typeof pay>[1],
  bookingId: string,
): Promise<void> {
  try {
    await pay(copy, client, bookingId, '4000000000000002');
  } catch (error) {
    if (error instanceof Refused) throw error;
    const { state } = await client.get<Booking>(`/api/v1/bookings/${bookingId}`);
    return same('the state after the decline', state, 'reserved');
  }
  throw new Error('the declined card was taken');
}

async function refusal(code: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Refused) return same('the refusal', error.problem.code, code);
    throw error;
  }
  throw new Error(`expected the refusal ${code}`);
}

async function cancel(client: Parameters<typeof receiptOf>[0], bookingId: string): Promise<void> {
  const preview = await step('sees what cancelling gives back', () =>
    client.get<Output<typeof PreviewCancel>>(`/api/v1/bookings/${bookingId}/cancellation`),
  );
  const back = { ...preview.toClient, minor: preview.toClient.minor + preview.feeToClient.minor };
  await step('cancels, and exactly that comes back with a credit note', async () => {
    await client.post(`/api/v1/bookings/${bookingId}/cancellation`, { seen: back });
    const note = await until('the credit note', async () => {
      const { receipts } = await client.get<{ receipts: Receipt[] }>(`/api/v1/bookings/${bookingId}/receipts`);
      return receipts.find((receipt) => receipt.kind === 'credit-note') ?? null;
    });
    same('the credit note', note.total, back);
  });
}

smoke().then(
  () => console.log(`${count} steps, all well`),
  (error: Error) => {
    console.error(`  FAILED after ${count} steps: ${error.message}`);
    process.exitCode = 1;
  },
);
