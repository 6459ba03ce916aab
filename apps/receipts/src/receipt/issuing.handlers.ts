/** Documents that are issued because somebody asks: bill, statement, year summary, and a receipt under another name. */
import { Controller, Inject } from '@nestjs/common';
import { Bus, type Call, Handle } from '@sounding/bus';
import {
  BillDocument,
  type Input,
  IssueBill,
  IssueStatement,
  IssueYearSummary,
  MyStatement,
  type Output,
  Receipt,
  Reissue,
  refuse,
  StatementDocument,
  ViewBill,
  YearSummary,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { maySee } from '../may.ts';
import { issuerOf, SETTINGS, type Settings } from '../settings.ts';
import { WishStore } from '../wishes/wish.store.ts';
import { IssueStore, sha256 } from './issue.store.ts';
import { PartiesOnDocuments } from './parties.bus.ts';
import { ReceiptStore } from './receipt.store.ts';
import { againOf, billOf } from './receipt.ts';
import { monthOf, statementOf, yearOf } from './year.ts';

/** More lines than this are no document for people, and would not fit through the bus; the CSV has them all. */
const MOST_LINES = 2_000;

type Statement = Output<typeof MyStatement>;

@Controller()
export class IssuingHandlers {
  constructor(
    private readonly issue: IssueStore,
    private readonly store: ReceiptStore,
    private readonly parties: PartiesOnDocuments,
    private readonly wishes: WishStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  private now(): string {
    return this.clock.now().toISOString();
  }

  /** Billing says whether this person may see the bill. */
  @Handle(IssueBill)
  async bill({ bookingId }: Input<typeof IssueBill>, call: Call): Promise<Output<typeof IssueBill>> {
    const bill = await this.bus.ask(ViewBill, { bookingId }, { as: call });
    const draft = billOf(bill, await this.parties.of(bill), issuerOf(this.settings), this.now());
    return BillDocument.parse(await this.issue.issue(call, draft));
  }

  @Handle(IssueStatement)
  async statement({ month }: Input<typeof IssueStatement>, call: Call): Promise<Output<typeof IssueStatement>> {
    const period = monthOf(month);
    if (period.to > this.now()) {
      throw refuse(
        IssueStatement,
        'month-not-over',
        'The statement of a month is issued once the month is over (UTC).',
      );
    }
    const pages = await this.pagesOf(period, call);
    const [first] = pages;
    if (pages.every(({ lines }) => lines.length === 0) && first.opening.minor === 0) {
      throw refuse(IssueStatement, 'nothing-that-month', 'No money of yours moved in that month.');
    }
    const holder = await this.parties.one(call.person(), 'provider');
    const draft = statementOf(period, pages, holder, issuerOf(this.settings), this.now());
    return StatementDocument.parse(await this.issue.issue(call, draft));
  }

  private async pagesOf(period: { from: string; to: string }, call: Call): Promise<[Statement, ...Statement[]]> {
    const first = await this.bus.ask(MyStatement, period, { as: call });
    const pages: [Statement, ...Statement[]] = [first];
    let [lines, next] = [first.lines.length, first.next];
    while (next !== null) {
      const page = await this.bus.ask(MyStatement, { ...period, after: next }, { as: call });
      pages.push(page);
      lines += page.lines.length;
      if (lines > MOST_LINES) {
        throw refuse(
          IssueStatement,
          'statement-too-long',
          `This month has more than ${MOST_LINES} lines. Please use the CSV file, which has them all.`,
        );
      }
      next = page.next;
    }
    return pages;
  }

  @Handle(IssueYearSummary)
  async year({ year }: Input<typeof IssueYearSummary>, call: Call): Promise<Output<typeof IssueYearSummary>> {
    const account = call.person();
    const [first, ...rest] = await this.store.inForce(account, year);
    if (!first) throw refuse(IssueYearSummary, 'nothing-that-year', 'You have no receipts of that year.');
    const [holder, before] = await Promise.all([
      this.parties.one(account, 'client'),
      this.store.summaryOf(account, year),
    ]);
    const draft = yearOf(year, [first, ...rest], holder, issuerOf(this.settings), this.now(), sha256);
    if (before?.source.startsWith(draft.source)) return before.summary;
    // A name that was changed and changed back makes the same summary once more, as a new document.
    const source = before ? `${draft.source}:after:${before.summary.id}` : draft.source;
    const replaces = before ? { replaces: before.summary.id } : {};
    return YearSummary.parse(await this.issue.issue(call, { ...draft, source, ...replaces }));
  }

  @Handle(Reissue)
  async again({ receiptId, fullName }: Input<typeof Reissue>, call: Call): Promise<Output<typeof Reissue>> {
    const account = call.person();
    const kept = await this.store.find(receiptId);
    const old = Receipt.safeParse(kept?.document);
    if (!kept || !old.success || !maySee(account, kept)) {
      throw refuse(Reissue, 'not-found', 'There is no such receipt, or it is not yours.');
    }
    const name = fullName ?? (await this.parties.aliasOf(account));
    if (kept.replacedBy) return this.sameAsBefore(kept.replacedBy.id, name);
    if (old.data.clientName === name) return old.data;
    const { country } = await this.wishes.of(account);
    const issued = await this.issue.issue(call, againOf(old.data, name, country, issuerOf(this.settings), this.now()));
    return Receipt.parse(issued);
  }

  private async sameAsBefore(newerId: string, name: string): Promise<Receipt> {
    const newer = Receipt.parse((await this.store.find(newerId))?.document);
    if (newer.clientName === name) return newer;
    throw refuse(
      Reissue,
      'already-replaced',
      `This receipt was issued again as ${newer.number}. Please change the name on that one.`,
    );
  }
}
