import { runDoor } from '@sounding/door';
import { gateway } from './gateway.module.ts';

await runDoor(gateway);
