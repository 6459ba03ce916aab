/** The whole platform for the stories: every process, on ports of its own, filled with the demo world; and people who visit it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Copy } from '@sounding/tool-bench';
import { freeBase, type Platform, startPlatform } from '@sounding/tool-dev';
import type { Browser } from 'puppeteer';
import { DESK, openBrowser, Person, PHONE } from './browser.ts';

export interface WorldOptions {
  /** Base of the hundred ports; another one is taken when somebody listens there. */
  port: number;
  /** Where the processes send their spans. */
  otlpUrl?: string;
  /** Extra environment per process, such as a crash point. */
  env?: Record<string, Record<string, string>>;
  /** Coming versions of the terms, as SOUNDING_TERMS_FILE takes them. */
  terms?: string;
  /** Copies of the public door, each at an address of its own; a person stays at the one they came to. */
  gateways?: 1 | 2;
}

/** Which copy of the public door somebody uses. */
export type Door = 'first' | 'second';

/** The clock takes four digits at a time. */
const MOST_MINUTES = 9_000;

/** All visitors of a story come from one address. */
const UNLIMITED = { SOUNDING_REQUESTS_PER_MINUTE: '1000000' };

/** What was begun and has no owner yet: the world of a story whose `beforeAll` ran out of time never gets to it. */
const opening = new Set<{ stop(): Promise<void> }>();
afterAll(async () => {
  await Promise.all([...opening].map((one) => one.stop()));
});

export class World {
  private constructor(
    readonly platform: Platform,
    readonly browser: Browser,
    private readonly home: string,
  ) {}

  static async open({ port, otlpUrl, env, terms, gateways = 1 }: WorldOptions): Promise<World> {
    const home = await mkdtemp(join(tmpdir(), 'sounding-story-'));
    const coming: Record<string, string> = terms ? { SOUNDING_TERMS_FILE: join(home, 'coming-terms.json') } : {};
    const begun: { platform?: Platform } = {};
    const half = {
      stop: async () => {
        await begun.platform?.stop();
        await rm(home, { recursive: true, force: true });
      },
    };
    opening.add(half);
    try {
      if (coming.SOUNDING_TERMS_FILE) await writeFile(coming.SOUNDING_TERMS_FILE, terms ?? '');
      const platform = await startPlatform({
        home,
        port: await freeBase(port),
        quiet: true,
        settings: {},
        ...(otlpUrl ? { otlpUrl } : {}),
        env: {
          ...env,
          gateway: { ...UNLIMITED, ...coming, ...env?.gateway },
          identity: { ...coming, ...env?.identity },
        },
        onStarting: (starting) => {
          begun.platform = starting;
        },
      });
      if (gateways === 2) await platform.startCopy('gateway');
      return new World(platform, await openBrowser(), home);
    } catch (error) {
      await half.stop();
      throw error;
    } finally {
      opening.delete(half);
    }
  }

  get copy(): Copy {
    const { site, stripe, mail } = this.platform.urls;
    return { site, stripe, mail };
  }

  at(door: Door): string {
    const { urls, ports } = this.platform;
    return door === 'first' ? urls.site : `http://localhost:${ports.secondGateway}`;
  }

  onPhone(door: Door = 'first'): Promise<Person> {
    return Person.arrive(this.browser, this.at(door), PHONE);
  }

  atDesk(door: Door = 'first'): Promise<Person> {
    return Person.arrive(this.browser, this.at(door), DESK);
  }

  withoutScript(): Promise<Person> {
    return Person.arrive(this.browser, this.platform.urls.site, PHONE, false);
  }

  atConsole(): Promise<Person> {
    return Person.arrive(this.browser, this.platform.urls.console, DESK);
  }

  /** Moves the business clock of every process, as `npm run clock` does. */
  async moveClock(shift: string): Promise<void> {
    const answer = await fetch(`${this.platform.urls.site}/api/v1/dev/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ shift }),
    });
    if (!answer.ok) throw new Error(`the clock answered ${answer.status}: ${await answer.text()}`);
  }

  /** Moves it so that `minutes` are left until the instant (negative: since). */
  async moveClockTo(instant: string, minutes: number): Promise<void> {
    const { now } = (await (await fetch(`${this.platform.urls.site}/api/v1/dev/clock`)).json()) as { now: string };
    const shift = Math.round((Date.parse(instant) - Date.parse(now)) / 60_000) - minutes;
    for (let rest = shift; rest > 0; rest -= MOST_MINUTES) await this.moveClock(`+${Math.min(rest, MOST_MINUTES)}m`);
  }

  /** Mails to an address, oldest first. */
  async mailsTo(address: string): Promise<{ subject: string; text: string }[]> {
    const mails = (await (await fetch(`${this.platform.urls.mail}/api/email`)).json()) as {
      to: { address: string }[];
      subject: string;
      text: string;
    }[];
    return mails.filter((mail) => mail.to.some((to) => to.address === address));
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.platform.stop();
    await rm(this.home, { recursive: true, force: true });
  }
}
