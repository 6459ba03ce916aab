/**
 * Signing staff in at the company's own identity provider (OpenID Connect, code flow with PKCE, state and nonce). An option: without its
 * three settings there is none. The provider says who it is by a verified address; who is staff is decided by our table alone.
 */
import { Fault } from '@sounding/bus';
import { Refusal } from '@sounding/contracts';
import * as oidc from 'openid-client';
import { z } from 'zod';

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What `amr` or `acr` says when the provider itself has asked for a second factor. */
  readonly mfa: readonly string[];
}

/** What must come back with the answer; kept sealed in the half-session. */
const Kept = z.object({ verifier: z.string(), state: z.string(), nonce: z.string() });

/** Seconds that the provider may take for one answer. */
const PATIENCE_SECONDS = 4;

export interface Told {
  readonly email: string;
  /** The provider has asked for a second factor. */
  readonly mfa: boolean;
}

export class Provider {
  private found: Promise<oidc.Configuration> | null = null;

  /** `back` is the page to which the provider sends the browser: `https://console/sign-in/provider`. */
  constructor(
    private readonly settings: ProviderSettings | null,
    private readonly back: string,
  ) {}

  get offered(): boolean {
    return this.settings !== null;
  }

  /** Where the browser goes, and what to keep until it comes back. */
  async begin(): Promise<{ url: string; keep: string }> {
    const config = await this.config();
    const kept = {
      verifier: oidc.randomPKCECodeVerifier(),
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
    };
    const url = oidc.buildAuthorizationUrl(config, {
      ...{ redirect_uri: this.back, scope: 'openid email', state: kept.state, nonce: kept.nonce },
      ...{ code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier), code_challenge_method: 'S256' },
    });
    return { url: url.href, keep: JSON.stringify(kept) };
  }

  /** Who came back. `query` is what the provider wrote into the address, without the question mark. Refuses `provider-refused`. */
  async finish(query: string, keep: string): Promise<Told> {
    const config = await this.config();
    const { verifier, state, nonce } = Kept.parse(JSON.parse(keep));
    const tokens = await orRefused(() =>
      oidc.authorizationCodeGrant(config, new URL(`${this.back}?${query}`), {
        ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
      }),
    );
    const claims = tokens.claims();
    if (claims?.email_verified !== true || typeof claims.email !== 'string') throw refused();
    const said = [claims.acr, ...(Array.isArray(claims.amr) ? claims.amr : [])];
    const mfa = said.some((word) => typeof word === 'string' && this.settings?.mfa.includes(word) === true);
    return { email: claims.email.trim().toLowerCase(), mfa };
  }

  /** What the provider publishes about itself, asked once; when it did not answer, asked again the next time. */
  private config(): Promise<oidc.Configuration> {
    const { settings } = this;
    if (!settings) throw new Refusal('no-provider', 'There is no other way to sign in here. Please use your password.');
    this.found ??= discover(settings).catch((cause: unknown) => {
      this.found = null;
      throw new Fault('unavailable', 'the identity provider does not answer', { cause });
    });
    return this.found;
  }
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<oidc.Configuration> {
  const address = new URL(issuer);
  // Without TLS only on this very machine, which is a test or somebody's own copy.
  const isHere = address.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(address.hostname);
  return oidc.discovery(address, clientId, clientSecret, undefined, {
    ...{ timeout: PATIENCE_SECONDS },
    ...(isHere ? { execute: [oidc.allowInsecureRequests] } : {}),
  });
}

/** What the provider or the browser said wrong is refused; that the provider is away is a fault. */
async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? '';
    const isAway = cause instanceof TypeError || code === 'OAUTH_TIMEOUT';
    if (isAway) throw new Fault('unavailable', 'the identity provider does not answer', { cause });
    throw Object.assign(refused(), { cause });
  }
}

/** The same words for a wrong answer and for somebody whom we do not know. */
export function refused(): Refusal {
  return new Refusal(
    'provider-refused',
    'You could not be signed in this way. Please try again, or ask whoever runs the console.',
  );
}
