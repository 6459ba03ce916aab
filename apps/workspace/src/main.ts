import { runService } from '@sounding/service';
import { WorkspaceModule } from './workspace.module.ts';

await runService('workspace', WorkspaceModule);
