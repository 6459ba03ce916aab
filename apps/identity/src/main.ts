import { runService } from '@sounding/service';
import { IdentityModule } from './identity.module.ts';

await runService('identity', IdentityModule);
