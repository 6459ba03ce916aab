/** The keyring of a service that keeps sealed texts, with its clock. */
import type { Provider } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Host } from './host.ts';
import { FileKeys } from './keyring.files.ts';
import { Keyring } from './keyring.store.ts';
import { KeyringClock } from './rewrap.clock.ts';

/**
 * `providers: [...provideKeyring(), ...]`: injectable as `Keyring`, with keys from SOUNDING_DATA_KEYS_FILE or SOUNDING_DATA_KEY. A missing
 * or wrong one is named at the start; a file that becomes wrong later is a warning of /readyz, and the keys of before go on.
 */
export function provideKeyring(): Provider[] {
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
    KeyringClock,
  ];
}
