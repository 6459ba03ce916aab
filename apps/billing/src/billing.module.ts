import { Module } from '@nestjs/common';
import { Host, provideDatabase, provideErasing, readConfig } from '@sounding/service';
import { z } from 'zod';
import { BillHandlers } from './bill/bill.handlers.ts';
import { BillStore } from './bill/bill.store.ts';
import { BooksStore } from './books/books.store.ts';
import { Comparison } from './books/comparison.flow.ts';
import { ComparisonHandlers } from './books/comparison.handlers.ts';
import { ComparisonStore } from './books/comparison.store.ts';
import { CardHandlers } from './card/card.handlers.ts';
import { CardStore } from './card/card.store.ts';
import { CardProcessor } from './card/card.stripe.ts';
import { Disputes } from './dispute/dispute.flow.ts';
import { DisputeStore } from './dispute/dispute.store.ts';
import { EarningStore } from './earning/earning.store.ts';
import { BillingEraser } from './erasure/eraser.store.ts';
import { ErasureHandlers } from './erasure/erasure.handlers.ts';
import { MoneyInTheWay } from './erasure/leaving.store.ts';
import { RetentionClock } from './erasure/retention.clock.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { BooksHandlers } from './ledger/books.handlers.ts';
import { LedgerStore } from './ledger/ledger.store.ts';
import { Events } from './payment/event.flow.ts';
import { EventStore } from './payment/event.store.ts';
import { PaymentClock } from './payment/payment.clock.ts';
import { Payments } from './payment/payment.flow.ts';
import { PaymentHandlers } from './payment/payment.handlers.ts';
import { PaymentStore } from './payment/payment.store.ts';
import { Processor } from './payment/payment.stripe.ts';
import { WebhookHandlers } from './payment/payment.webhook.ts';
import { Accounts } from './payout/account.flow.ts';
import { AccountStore } from './payout/account.store.ts';
import { Connect } from './payout/connect.stripe.ts';
import { PayoutClock } from './payout/payout.clock.ts';
import { Payouts } from './payout/payout.flow.ts';
import { PayoutHandlers } from './payout/payout.handlers.ts';
import { PayoutStore } from './payout/payout.store.ts';
import { Returns } from './payout/return.flow.ts';
import { ReturnStore } from './payout/return.store.ts';
import { StatementStore } from './payout/statement.store.ts';
import { Transfers } from './payout/transfer.flow.ts';
import { TransferStore } from './payout/transfer.store.ts';
import { Refunds } from './refund/refund.flow.ts';
import { RefundStore } from './refund/refund.store.ts';
import { SettlementHandlers } from './settlement/settlement.handlers.ts';
import { TipHandlers } from './tip/tip.handlers.ts';
import { TipStore } from './tip/tip.store.ts';

const StripeEnvironment = z.object({
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_\w+$/, { error: 'is no secret key of Stripe' }),
  STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_.+/, { error: 'is no webhook secret of Stripe' }),
  /** Of the endpoint for connected accounts; the same when absent. */
  STRIPE_CONNECT_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_.+/, { error: 'is no webhook secret of Stripe' })
    .optional(),
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
});

function processorOf(host: Host): Processor {
  const settings = readConfig(StripeEnvironment, host.environment);
  return new Processor({
    secretKey: settings.STRIPE_SECRET_KEY,
    webhookSecret: settings.STRIPE_WEBHOOK_SECRET,
    connectWebhookSecret: settings.STRIPE_CONNECT_WEBHOOK_SECRET,
    apiUrl: settings.STRIPE_API_URL,
  });
}

@Module({
  controllers: [
    ExportHandlers,
    BillHandlers,
    PaymentHandlers,
    WebhookHandlers,
    SettlementHandlers,
    TipHandlers,
    BooksHandlers,
    PayoutHandlers,
    CardHandlers,
    ComparisonHandlers,
    ErasureHandlers,
  ],
  providers: [
    provideDatabase(PrismaClient),
    Exported,
    MoneyInTheWay,
    BillingEraser,
    provideErasing(BillingEraser),
    RetentionClock,
    { provide: Processor, inject: [Host], useFactory: processorOf },
    BillStore,
    PaymentStore,
    EventStore,
    RefundStore,
    TipStore,
    LedgerStore,
    EarningStore,
    ComparisonStore,
    BooksStore,
    Comparison,
    DisputeStore,
    Disputes,
    Payments,
    Refunds,
    Events,
    CardStore,
    CardProcessor,
    Connect,
    AccountStore,
    Accounts,
    PayoutStore,
    Payouts,
    TransferStore,
    Transfers,
    ReturnStore,
    Returns,
    StatementStore,
    PaymentClock,
    PayoutClock,
  ],
})
export class BillingModule {}
