import { runService } from '@sounding/service';
import { ReceiptsModule } from './receipts.module.ts';

await runService('receipts', ReceiptsModule);
