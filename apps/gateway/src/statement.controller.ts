/** A provider's statement as a file: asked of billing page by page, and sent as it comes. */
import { Readable } from 'node:stream';
import { MyStatement, type Output, Refusal } from '@sounding/contracts';
import { issuesOf } from '@sounding/door';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { endText, headText, linesText } from './statement.ts';

type Statement = Output<typeof MyStatement>;
interface Period {
  readonly from: string;
  readonly to: string;
}

export interface StatementWorld {
  account(request: FastifyRequest): Promise<string>;
  page(input: Period & { after: string | null }, account: string): Promise<Statement>;
}

export function openStatement(fastify: FastifyInstance, world: StatementWorld): void {
  fastify.get('/api/v1/money/statement.csv', async (request, reply) => {
    const account = await world.account(request);
    const asked = MyStatement.input.omit({ after: true }).safeParse(request.query);
    if (!asked.success) {
      throw new Refusal('invalid-input', 'Please check the marked fields.', { issues: issuesOf(asked.error) });
    }
    // The first page is asked for before anything is sent, so that a refusal is still told as one.
    const first = await world.page({ ...asked.data, after: null }, account);
    const name = `statement-${asked.data.from.slice(0, 10)}-${asked.data.to.slice(0, 10)}.csv`;
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'private, no-store')
      .send(Readable.from(pages(world, asked.data, account, first)));
  });
}

async function* pages(world: StatementWorld, period: Period, account: string, first: Statement) {
  yield headText(first, period.from);
  let page = first;
  for (;;) {
    yield linesText(page.lines);
    if (page.next === null) break;
    page = await world.page({ ...period, after: page.next }, account);
  }
  yield endText(page, period.to);
}
