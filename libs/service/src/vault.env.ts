/** The vault of a service that keeps sealed texts, opened with the setting SOUNDING_DATA_KEY. */
import type { FactoryProvider } from '@nestjs/common';
import { z } from 'zod';
import { readConfig } from './config.env.ts';
import { Host } from './host.ts';
import { DataKeySetting, Vault } from './seal.crypto.ts';

const Settings = z.object({ SOUNDING_DATA_KEY: DataKeySetting });

/** `providers: [provideVault(), ...]`: injectable as `Vault`. A missing or wrong key is named at the start. */
export function provideVault(): FactoryProvider<Vault> {
  return {
    provide: Vault,
    inject: [Host],
    useFactory: (host: Host) => new Vault(readConfig(Settings, host.environment).SOUNDING_DATA_KEY),
  };
}
