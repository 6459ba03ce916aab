import { runDoor } from '@sounding/door';
import { desk } from './console.module.ts';

await runDoor(desk);
