/** A real identity provider for the tests of staff: it knows who signs in, asks nothing, and can be told what to say of them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CLIENT = { id: 'the-console', secret: 'a secret of the console at its provider' };

/** What the library is used for here; it comes without types. */
interface Oidc {
  callback(): (request: unknown, response: unknown) => void;
  interactionFinished(request: unknown, response: unknown, result: unknown): Promise<void>;
  readonly Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
}

export interface Says {
  email: string;
  verified: boolean;
  amr: string[];
}

export class Company {
  /** Of whoever signs in next. */
  says: Says = { email: 'nobody@example.com', verified: true, amr: ['pwd'] };

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async open(redirectUri: string): Promise<Company> {
    const { default: Provider } = (await import('oidc-provider' as string)) as {
      default: new (issuer: string, settings: object) => Oidc;
    };
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const company = new Company(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    const provider: Oidc = new Provider(company.issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [redirectUri],
          application_type: 'native',
        },
      ],
      claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      cookies: { keys: ['of a test'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: () => '/who' },
      findAccount: (_context: unknown, sub: string) => ({
        accountId: sub,
        claims: async () => ({ sub, email: company.says.email, email_verified: company.says.verified }),
      }),
      loadExistingGrant: async (context: {
        oidc: { client: { clientId: string }; session: { accountId: string } };
      }) => {
        const { client, session } = context.oidc;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope('openid email');
        await grant.save();
        return grant;
      },
    });
    const serve = provider.callback();
    server.on('request', (request, response) => {
      if (!request.url?.startsWith('/who')) return serve(request, response);
      const { amr, email } = company.says;
      void provider.interactionFinished(request, response, { login: { accountId: `of ${email}`, amr } });
    });
    return company;
  }

  /** A browser that goes where it is told until it is sent back; answers the query that it comes back with. */
  async visit(url: string, back: string): Promise<string> {
    const cookies = new Map<string, string>();
    let at = url;
    for (let steps = 0; steps < 10; steps += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const next = answer.headers.get('location');
      if (!next) throw new Error(`the provider stopped at ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      at = new URL(next, at).href;
      if (at.startsWith(back)) return new URL(at).search.slice(1);
    }
    throw new Error('the provider never sends the browser back');
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}
