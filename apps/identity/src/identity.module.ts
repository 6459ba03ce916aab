/** The only wiring: two realms of the same class, each with its own tables and secret, and the post office. */
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Host, legalTexts, provideDatabase, provideKeyring, readConfig } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { z } from 'zod';
import { AccountHandlers } from './accounts/accounts.handlers.ts';
import { Accounts } from './accounts/accounts.store.ts';
import { AddressBook, SEALED_COLUMNS } from './accounts/address-book.crypto.ts';
import { Codes } from './accounts/codes.store.ts';
import { Addresses } from './accounts/email.store.ts';
import { FactorHandlers } from './accounts/factors.handlers.ts';
import { SIGN_IN, STAFF_SIGN_IN } from './accounts/limits.ts';
import { Links } from './accounts/links.store.ts';
import { PasskeyHandlers } from './accounts/passkeys.handlers.ts';
import type { Site } from './accounts/passkeys.webauthn.ts';
import { Passwords } from './accounts/passwords.argon2.ts';
import { ProviderHandlers } from './accounts/provider.handlers.ts';
import { Provider } from './accounts/provider.oidc.ts';
import { CLIENT_REALM, Realm, STAFF_REALM } from './accounts/realm.store.ts';
import { Secrets } from './accounts/secrets.crypto.ts';
import { SigningHandlers } from './accounts/signing.handlers.ts';
import { Tallies } from './accounts/tally.store.ts';
import { AgreementHandlers } from './agreements/agreements.handlers.ts';
import { Agreements, LEGAL_TEXTS } from './agreements/agreements.store.ts';
import { AnnouncingClock } from './agreements/announcing.clock.ts';
import { ConsentHandlers } from './consents/consents.handlers.ts';
import { Consents } from './consents/consents.store.ts';
import { ErasureClock } from './erasure/erasure.clock.ts';
import { ErasureHandlers } from './erasure/erasure.handlers.ts';
import { Erasures } from './erasure/erasure.store.ts';
import { LeavingDesk } from './erasure/leaving.store.ts';
import { Services } from './erasure/services.bus.ts';
import { ExportHandlers } from './export/export.handlers.ts';
import { Exported } from './export/export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { DocumentFiles } from './post/documents.objects.ts';
import { PostClock, PUBLIC_URL } from './post/post.clock.ts';
import { PostHandlers } from './post/post.handlers.ts';
import { Smtp } from './post/post.smtp.ts';
import { Post } from './post/post.store.ts';

const SETTINGS = Symbol('settings');
const shape = z
  .object({
    AUTH_SECRET: z.string().min(32),
    AUTH_STAFF_SECRET: z.string().min(32),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }),
    MAIL_FROM: z.string().min(3).default('Sounding <post@sounding.localhost>'),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }),
    CONSOLE_URL: z.url({ protocol: /^https?$/ }),
    /** The company's identity provider for staff: all three, or none. */
    OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** What `amr` or `acr` says when the provider has asked for a second factor, parted by commas. */
    OIDC_MFA: z.string().default('mfa'),
  })
  .refine((settings) => settings.AUTH_SECRET !== settings.AUTH_STAFF_SECRET, {
    path: ['AUTH_STAFF_SECRET'],
    error: 'must not be the same as AUTH_SECRET',
  })
  .refine(
    ({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }) => {
      const given = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET].filter((one) => one !== undefined).length;
      return given === 0 || given === 3;
    },
    { path: ['OIDC_ISSUER'], error: 'goes with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: all three, or none' },
  );
type Settings = z.output<typeof shape>;

function providerOf(settings: Settings): Provider {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  const mfa = settings.OIDC_MFA.split(',').map((word) => word.trim());
  const given = issuer && clientId && clientSecret ? { issuer, clientId, clientSecret, mfa } : null;
  return new Provider(given, new URL('/sign-in/provider', settings.CONSOLE_URL).href);
}

/** Where the people of a realm sign in. */
function siteAt(url: string): Site {
  return { origin: new URL(url).origin };
}

@Module({
  controllers: [
    AccountHandlers,
    AgreementHandlers,
    ConsentHandlers,
    ExportHandlers,
    FactorHandlers,
    PasskeyHandlers,
    ProviderHandlers,
    SigningHandlers,
    PostHandlers,
    ErasureHandlers,
  ],
  providers: [
    provideDatabase(PrismaClient),
    ...provideKeyring(SEALED_COLUMNS),
    AddressBook,
    Passwords,
    Tallies,
    Codes,
    Accounts,
    Addresses,
    Links,
    Post,
    PostClock,
    Erasures,
    Services,
    ErasureClock,
    LeavingDesk,
    Agreements,
    AnnouncingClock,
    Consents,
    Exported,
    { provide: LEGAL_TEXTS, inject: [Host], useFactory: ({ environment }: Host) => legalTexts(environment) },
    { provide: SETTINGS, inject: [Host], useFactory: (host: Host) => readConfig(shape, host.environment) },
    { provide: Provider, inject: [SETTINGS], useFactory: providerOf },
    { provide: PUBLIC_URL, inject: [SETTINGS], useFactory: (settings: Settings) => settings.PUBLIC_URL },
    { provide: Secrets, inject: [SETTINGS], useFactory: (settings: Settings) => new Secrets(settings.AUTH_SECRET) },
    {
      provide: Smtp,
      inject: [SETTINGS, Host],
      useFactory: (settings: Settings, host: Host) => {
        const smtp = new Smtp(settings.SMTP_URL, settings.MAIL_FROM);
        // After the clocks ended: a mail that is being sent is finished first.
        host.onStop(async () => smtp.close());
        return smtp;
      },
    },
    {
      provide: DocumentFiles,
      inject: [Host],
      useFactory: ({ environment }: Host) =>
        new DocumentFiles(
          openStore({ s3Url: environment.S3_URL, folder: join(environment.SOUNDING_HOME ?? '.sounding', 'objects') }),
        ),
    },
    {
      provide: CLIENT_REALM,
      inject: [PrismaClient, SETTINGS, Secrets, Passwords, Tallies, AddressBook, Post],
      useFactory: (
        db: PrismaClient,
        settings: Settings,
        secrets: Secrets,
        ...rest: [Passwords, Tallies, AddressBook, Post]
      ) => new Realm('client', SIGN_IN, db, secrets, ...rest, siteAt(settings.PUBLIC_URL)),
    },
    {
      provide: STAFF_REALM,
      inject: [PrismaClient, SETTINGS, Passwords, Tallies, AddressBook, Post],
      useFactory: (db: PrismaClient, settings: Settings, ...rest: [Passwords, Tallies, AddressBook, Post]) =>
        new Realm(
          ...(['staff', STAFF_SIGN_IN, db, new Secrets(settings.AUTH_STAFF_SECRET)] as const),
          ...([...rest, siteAt(settings.CONSOLE_URL)] as const),
        ),
    },
  ],
})
export class IdentityModule {}
