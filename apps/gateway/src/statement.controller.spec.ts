import { MyStatement, refuse } from '@sounding/contracts';
import { failureOf, sendProblem } from '@sounding/door';
import { money } from '@sounding/money';
import { saidIn } from '@sounding/testing/never-said';
import fastify from 'fastify';
import { openStatement, type StatementWorld } from './statement.controller.ts';

const PERIOD = 'from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z';
const line = {
  ...{ at: '2026-11-02T00:00:00.000Z', what: 'tip' as const, bookingId: null, price: null, commission: null },
  ...{ amount: money(100), balance: money(100) },
};
const page = { opening: money(0), closing: money(300), lines: [line], totals: [], next: null };

async function answerOf(ask: StatementWorld['page'], query = PERIOD) {
  const door = fastify();
  const asked: (string | null)[] = [];
  door.setErrorHandler((error, _request, reply) =>
    sendProblem(reply, failureOf({ traceId: () => '', bug: () => undefined }, error)),
  );
  openStatement(door, {
    account: async () => 'me',
    page: (input, account) => {
      expect(account).toBe('me');
      asked.push(input.after);
      return ask(input, account);
    },
  });
  const answer = await door.inject(`/api/v1/money/statement.csv?${query}`);
  await door.close();
  return { answer, asked };
}

describe('the file of a statement', () => {
  it('has the lines of all pages, asked for one after another, between opening and closing balance', async () => {
    const { answer, asked } = await answerOf(async ({ after }) => ({
      ...page,
      next: after === null ? 'a' : after === 'a' ? 'b' : null,
    }));
    expect(asked).toEqual([null, 'a', 'b']);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="statement-2026-11-01-2026-12-01.csv"');
    expect(saidIn(String(answer.headers['content-disposition']))).toEqual([]);
    const rows = answer.body.split('\r\n');
    expect(rows).toHaveLength(7);
    expect(rows[1]).toContain('opening balance');
    expect(rows[5]).toBe('2026-12-01T00:00:00.000Z,closing balance,,,,,3.00,USD');
  });

  it('is refused, as JSON, before any of it is sent', async () => {
    const refusing = await answerOf(async () => {
      throw refuse(MyStatement, 'bad-range', 'Please choose another period.');
    });
    expect([refusing.answer.statusCode, refusing.answer.json().code]).toEqual([400, 'bad-range']);
    const { answer, asked } = await answerOf(async () => page, 'from=yesterday');
    expect([answer.statusCode, answer.json().code, asked]).toEqual([400, 'invalid-input', []]);
  });
});
