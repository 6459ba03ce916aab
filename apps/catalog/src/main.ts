import { runService } from '@sounding/service';
import { CatalogModule } from './catalog.module.ts';

await runService('catalog', CatalogModule);
