import { runService } from '@sounding/service';
import { SupportModule } from './support.module.ts';

await runService('support', SupportModule);
