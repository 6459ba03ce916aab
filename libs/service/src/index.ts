export { columnOf, type SealedColumn, sealOld } from './backfill.clock.ts';
export { Clock } from './business.clock.ts';
export { readOffset, writeOffset } from './clock.files.ts';
export { BaseSettings, type Environment, readConfig, WrongSetting } from './config.env.ts';
export { atCrashpoint, crashpoint } from './crashpoint.process.ts';
export { erasedBefore } from './erased.store.ts';
export { counted, ERASED_PAGE, type Eraser, Erasing, provideErasing } from './erasing.clock.ts';
export { byId, exportPage, few, type Part } from './exported.ts';
export { type Health, metrics, serveHealth } from './health.http.ts';
export { type Fact, Host } from './host.ts';
export { makeLog, NestLog } from './journal.log.ts';
export { provideKeyring } from './keyring.env.ts';
export { FileKeys, UnknownKek } from './keyring.files.ts';
export { Keyring, type Reseal } from './keyring.store.ts';
export {
  ERASED,
  ERASED_WORDS,
  type KeyEncryption,
  type Opened,
  OwnerErased,
  ownerOf,
  placeOf,
  type Sealed,
  shownText,
} from './keyring.ts';
export { legalTexts, textHashOf } from './legal.files.ts';
export { KEYS_LIVE_MS } from './recent-keys.ts';
export { rewrapAll } from './rewrap.clock.ts';
export {
  type Door,
  hostModule,
  openDoor,
  type Running,
  type RunningService,
  runService,
  type StartOptions,
  startService,
  untilSignal,
} from './run.process.ts';
export { migrationsIn } from './schema.database.ts';
export { derivedKey, openBytes, sealBytes } from './seal.crypto.ts';
export { databaseVariable, provideDatabase } from './service.database.ts';
export { shiftOf } from './shift.ts';
export { Alarm, Ticker } from './ticker.clock.ts';
