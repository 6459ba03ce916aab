import { runService } from '@sounding/service';
import { BillingModule } from './billing.module.ts';

await runService('billing', BillingModule);
