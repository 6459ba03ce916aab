/** The whole platform for the stories: every process, on ports of its own, filled with the demo world; and people who visit it. */
import { mkdtemp, rm } from 'node:fs/promises';
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
}

/** All visitors of a story come from one address. */
const UNLIMITED = { SOUNDING_REQUESTS_PER_MINUTE: '1000000' };

export class World {
  private constructor(
    readonly platform: Platform,
    readonly browser: Browser,
    private readonly home: string,
  ) {}

  static async open({ port, otlpUrl, env }: WorldOptions): Promise<World> {
    const home = await mkdtemp(join(tmpdir(), 'sounding-story-'));
    const platform = await startPlatform({
      home,
      port: await freeBase(port),
      quiet: true,
      settings: {},
      ...(otlpUrl ? { otlpUrl } : {}),
      env: { gateway: UNLIMITED, 'gateway-2': UNLIMITED, ...env },
    });
    return new World(platform, await openBrowser(), home);
  }

  get copy(): Copy {
    const { site, stripe, mail } = this.platform.urls;
    return { site, stripe, mail };
  }

  onPhone(): Promise<Person> {
    return Person.arrive(this.browser, this.platform.urls.site, PHONE);
  }

  atDesk(): Promise<Person> {
    return Person.arrive(this.browser, this.platform.urls.site, DESK);
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
