/** The keyring of a service that keeps sealed texts, with its clock. */
import type { Provider } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import type { SealedColumn } from './backfill.clock.ts';
import { Host } from './host.ts';
import { FileKeys } from './keyring.files.ts';
import { Keyring } from './keyring.store.ts';
import { KeyringClock } from './rewrap.clock.ts';
import { Ticker } from './ticker.clock.ts';

/**
 * `providers: [...provideKeyring(), ...]`: injectable as `Keyring`, with keys from SOUNDING_DATA_KEYS_FILE or SOUNDING_DATA_KEY. A missing
 * or wrong one is named at the start; `columns` held their texts in clear in the release before. A file that becomes wrong later is a warning of /readyz, and the keys of before go on.
 */
export function provideKeyring(columns: readonly SealedColumn[] = []): Provider[] {
  return [
    {
      provide: Keyring,
      inject: [Bus, Host],
      useFactory: (bus: Bus, host: Host) => {
        const keks = new FileKeys(host.environment);
        const keyring = new Keyring(() => bus.database(), keks);
        host.shows('keys', () => ({ warning: keks.problem() }));
        host.onStop(async () => keyring.close());
        return keyring;
      },
    },
    {
      provide: KeyringClock,
      inject: [Bus, Keyring, Host, Ticker],
      useFactory: (bus: Bus, keyring: Keyring, host: Host, ticker: Ticker) =>
        new KeyringClock(bus, keyring, host, ticker).seals(columns),
    },
  ];
}
