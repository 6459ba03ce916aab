/** People for the tests of signing in: identity on a real PostgreSQL and NATS, clients with a session, and a mailbox. */
import { randomBytes, randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import {
  BeginTotp,
  ConfirmEmail,
  ConfirmTotp,
  HalfSignedIn,
  Refusal,
  type Session,
  SignIn,
  SignUp,
  StaffBeginEnrolment,
  StaffFinishEnrolment,
  StaffSignIn,
} from '@sounding/contracts';
import { type Asker, startWorld, type World } from '@sounding/testing';
import { Secret, TOTP } from 'otpauth';
import { IdentityModule } from '../src/identity.module.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';

export const PASSWORD = 'orchard velvet tambourine';

export interface Member {
  readonly email: string;
  readonly token: string;
  readonly session: Session;
  /** Asks as this person. */
  readonly asks: Asker;
}

export class SigningWorld {
  readonly visitor: Asker;

  private constructor(
    readonly world: World,
    readonly mailbox: Mailbox,
  ) {
    this.visitor = world.visitor();
  }

  static async start(environment: Record<string, string> = {}): Promise<SigningWorld> {
    const mailbox = await openMailbox();
    const world = await startWorld();
    await world.service('identity', IdentityModule, {
      environment: {
        AUTH_SECRET: randomBytes(32).toString('hex'),
        AUTH_STAFF_SECRET: randomBytes(32).toString('hex'),
        SMTP_URL: mailbox.url,
        ...environment,
      },
    });
    return new SigningWorld(world, mailbox);
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.mailbox.close();
  }

  sql(text: string, values: unknown[] = []) {
    return this.world.sql<Record<string, unknown>>('identity', text, values);
  }

  newAddress(): string {
    return `person-${randomUUID().slice(0, 8)}@example.com`;
  }

  /** What the newest mail to an address with this subject holds, once it is there. */
  async mailTo(email: string, subject: string): Promise<string> {
    const found = () => this.mailbox.to(email).filter((mail) => mail.subject === subject);
    await this.world.eventually(() => expect(found()).not.toEqual([]));
    return found().at(-1)?.text ?? '';
  }

  async codeTo(email: string): Promise<string> {
    return /^\d{6}$/m.exec(await this.mailTo(email, 'Your code'))?.[0] ?? 'no code';
  }

  async member(device = 'Firefox on Android'): Promise<Member> {
    const email = this.newAddress();
    await this.visitor.ask(SignUp, { email, password: PASSWORD, alias: 'Robin', adult: true, zone: 'UTC' });
    const signedIn = await this.visitor.ask(ConfirmEmail, { email, code: await this.codeTo(email), device });
    return { email, ...signedIn, asks: this.world.as(signedIn.session.accountId) };
  }

  /** A client with an authenticator app. The step whose code enrolled it is over. */
  async withApp(): Promise<Member & { secret: string; recoveryCodes: string[] }> {
    const member = await this.member();
    const { secret } = await member.asks.ask(BeginTotp, {});
    const code = appCode(secret, this.now());
    const { asks, token } = member;
    const done = await asks.ask(ConfirmTotp, { token, code, proof: PASSWORD });
    await this.world.clock.move({ minutes: 2 });
    return { ...member, ...done, secret };
  }

  now(): Date {
    return this.world.clock.now();
  }

  /** The half of a sign-in with the right password. */
  async halfOf(email: string, staff = false): Promise<string> {
    const asked = staff ? StaffSignIn : SignIn;
    return HalfSignedIn.parse(await this.visitor.ask(asked, { email, password: PASSWORD })).half;
  }

  /** Staff who are signed in, with the app that they had to enrol. The step of the code is over. */
  async enrolled() {
    const colleague = await this.colleague();
    const half = await this.halfOf(colleague.email, true);
    const { secret } = await this.visitor.ask(StaffBeginEnrolment, { half });
    const done = await this.visitor.ask(StaffFinishEnrolment, { half, code: appCode(secret, this.now()) });
    await this.world.clock.move({ minutes: 2 });
    return { ...colleague, ...done, secret };
  }

  /** A staff account without a second factor yet. */
  async colleague(): Promise<{ id: string; email: string; asks: Asker }> {
    const [id, email] = [randomUUID(), this.newAddress()];
    const passwordHash = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    await this.sql(
      `insert into staff_account (id, email, alias, zone, password_hash, made_at) values ($1, $2, 'Sam', 'Europe/Paris', $3, $4)`,
      [id, email, passwordHash, new Date()],
    );
    return { id, email, asks: this.world.staff(id) };
  }
}

/** What an authenticator app with this secret shows; `steps` half minutes from then. */
export function appCode(secret: string, at: Date, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() + steps * 30_000 });
}

/** The refusal's code, or what came instead. */
export async function refusal(asked: Promise<unknown>): Promise<unknown> {
  try {
    return { answered: await asked };
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** The token of whoever was signed in at once; fails where more was asked. */
export function tokenOf(answer: object): string {
  expect(answer).toHaveProperty('token');
  return (answer as { token: string }).token;
}
