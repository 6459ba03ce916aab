/** The pool by itself, without a service around it: what it prints, what it reaches, and what it survives. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '@sounding/contracts';
import { eventually, poppler, textOf } from '@sounding/testing';
import type { BrowserSettings } from '../src/receipt/browser.process.ts';
import { finish } from '../src/receipt/metadata.pdf.ts';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';
import { frozen } from './cast.ts';

const CHROMIUM = process.env.PUPPETEER_EXECUTABLE_PATH;
const SMALL = '<!doctype html><html lang="en"><title>t</title><p>One</p></html>';
const isRoot = process.getuid?.() === 0;

const pools: PdfPool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.onApplicationShutdown();
});

function poolOf(settings: Partial<BrowserSettings> = {}): PdfPool {
  const pool = new PdfPool({ executable: CHROMIUM, mostMegabytes: 700, confined: true, ...settings });
  pools.push(pool);
  return pool;
}

function receipt(client = 'Robin', provider = 'Ana'): Receipt {
  return frozen(client, provider, { id: '018f0000-0000-7000-8000-000000000001', number: 'R-2026-000042' });
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const textIn = async (pdf: Uint8Array) => (await textOf(pdf)).replaceAll(/[\u200e\u200f\u202a-\u202e]/g, '');

/** Processes of the session that the browser's first one leads. */
function family(leader: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const stat = statOf(entry);
      const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return session === String(leader) && state !== 'Z' ? [Number(entry)] : [];
    });
}

const statOf = (entry: string) => toldBy(entry, 'stat');

/** What the system tells of a process; nothing of one that has ended since it was listed. */
function toldBy(id: number | string, what: 'stat' | 'status' | 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${id}/${what}`, 'utf8');
  } catch {
    return '';
  }
}

async function leaderOf(pool: PdfPool): Promise<number> {
  const id = await pool.processId();
  if (id === null) throw new Error('no browser runs');
  return id;
}

describe('the bytes of a document', () => {
  it('are the same from a new page, from pages that printed many before, and from four at once', async () => {
    const one = receipt('Łódź', '山田たろう');
    const [old, fresh] = [poolOf(), poolOf()];
    const hashes = new Set([hashOf(await fresh.render(one))]);
    const before = process.env.SOUNDING_PROVE === '1' ? 500 : 30;
    await Promise.all(
      Array.from({ length: before }, (_, index) => old.print(SMALL.replace('One', `${index}`), 'queue')),
    );
    for (const pdf of await Promise.all(Array.from({ length: 16 }, () => old.render(one)))) hashes.add(hashOf(pdf));
    expect(hashes.size).toBe(1);
  });

  it('differ for another document', async () => {
    const pool = poolOf();
    expect(hashOf(await pool.render(receipt('One')))).not.toBe(hashOf(await pool.render(receipt('Two'))));
  });

  it('are at most 60 kB for a receipt of one page, whatever the names are written in', async () => {
    const pool = poolOf();
    for (const name of ['Robin', 'محمد علي', '王小明', '山田たろう', '김민수']) {
      const pdf = await pool.render(receipt(name, 'Алексей Nguyễn Łódź'));
      expect((await poppler('pdfinfo', ['-'], pdf)).toString()).toMatch(/Pages: +1$/m);
      expect(pdf.byteLength).toBeLessThan(60_000);
    }
  });

  it('say what PDF/UA-1 wants: title, language, that the title is shown, tags, and the claim itself', async () => {
    const pdf = await poolOf().render(receipt());
    const info = (await poppler('pdfinfo', ['-isodates', '-'], pdf)).toString();
    expect(info).toMatch(/Title: +Receipt R-2026-000042/);
    expect(info).toMatch(/Tagged: +yes/);
    for (const date of ['CreationDate', 'ModDate']) expect(info).toMatch(new RegExp(`${date}: +2026-11-23T18:00:00Z`));
    const xmp = (await poppler('pdfinfo', ['-meta', '-'], pdf)).toString();
    for (const said of [
      '<pdfuaid:part>1</pdfuaid:part>',
      '<rdf:li xml:lang="x-default">Receipt R-2026-000042</rdf:li>',
      '<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>',
    ]) {
      expect(xmp).toContain(said);
    }
    const text = Buffer.from(pdf).toString('latin1');
    expect(/\/DisplayDocTitle true/.test(text) && /\/Lang \(en\)/.test(text)).toBe(true);
  });

  it('are refused of a page that a screen reader could not name', async () => {
    const pool = poolOf();
    const pdf = await pool.print('<!doctype html><p>nameless</p>');
    await expect(finish(pdf, new Date(0))).rejects.toThrow('needs a title and a language');
  });
});

describe('a name', () => {
  const pool = new PdfPool({ executable: CHROMIUM, mostMegabytes: 700, confined: true });
  afterAll(() => pool.onApplicationShutdown());

  it.each([
    ['Russian', 'Алексей Щукин'],
    ['Arabic', 'محمد علي'],
    ['Hebrew', 'דוד כהן'],
    ['Chinese', '王小明'],
    ['Japanese', '山田たろう'],
    ['Korean', '김민수'],
    ['Thai', 'สมชาย'],
    ['Hindi', 'अनिल'],
    ['Greek', 'Ελένη'],
    ['Vietnamese', 'Nguyễn Thị Bưởi'],
    ['Polish', 'Łucja Źdźbło'],
  ])('in %s is printed in an embedded typeface of ours and is the same text when it is copied', async (_, name) => {
    const pdf = await pool.render(receipt(name, 'Ana'));
    expect(await textIn(pdf)).toContain(name);
    const fonts = (await poppler('pdffonts', ['-'], pdf)).toString().trim().split('\n').slice(2);
    const foreign = fonts.filter((line) => !/^(\w{6}\+(SourceSans3|Fraunces|NotoSans)|\[none\] +Type 3)/.test(line));
    expect(foreign).toEqual([]);
    // Embedded, subset (outlines are one by themselves) and with the letters they stand for.
    for (const line of fonts) expect(line).toMatch(/ yes (yes|no ) yes +\d+ +0$/);
  });
});

describe.each([
  ['as far apart as this machine allows', true],
  ['as an ordinary process', false],
])('a browser that runs %s', (_, confined) => {
  let trap: Server;
  let origin: string;
  let reached = 0;

  beforeAll(async () => {
    // Counts connections, not requests: a browser that only connects has already said that somebody reads.
    trap = createServer((_request, response) => response.end('x')).on('connection', () => {
      reached += 1;
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => trap.close(resolve)));

  it('reaches neither the network nor a file, in whichever way a page asks', async () => {
    const page = `<!doctype html><html lang="en"><head><title>t</title>
      <link rel="preconnect" href="${origin}"><link rel="dns-prefetch" href="${origin}"><link rel="prefetch" href="${origin}/p">
      <link rel="stylesheet" href="${origin}/s.css"><script src="${origin}/j.js"></script>
      <style>@import url(${origin}/i.css);@font-face{font-family:F;src:url(${origin}/f.woff2)}body{font-family:F;background:url(${origin}/b.png)}</style></head>
      <body><img src="${origin}/x"><iframe src="${origin}/f"></iframe><object data="${origin}/o"></object><video src="${origin}/v" autoplay></video>
      <iframe src="file:///etc/passwd" width="600" height="600"></iframe><embed src="file:///etc/passwd">
      <object data="FILE:///etc/passwd" type="text/plain"></object><img src=x onerror="fetch('${origin}/e')"><p>Hello</p></body></html>`;
    const text = await textOf(await poolOf({ confined }).print(page));
    expect(text).toContain('Hello');
    expect(text).not.toMatch(/root|nologin|daemon/);
    expect(reached).toBe(0);
  });

  it('reaches nothing when a page sends itself elsewhere, whether that leaves something to print or not', async () => {
    const pool = poolOf({ confined });
    const away = ['/r', 'file:///etc/passwd'].map((to) => (to.startsWith('/') ? origin + to : to));
    const pages = away.map((to) => SMALL.replace('<p>', `<meta http-equiv="refresh" content="0;url=${to}"><p>`));
    const ends = await Promise.allSettled(pages.map((page) => pool.print(page)));
    for (const end of ends) if (end.status === 'fulfilled') expect(await textOf(end.value)).not.toMatch(/root|nologin/);
    expect(reached).toBe(0);
  });

  it('runs no script', async () => {
    const page = SMALL.replace('One', 'One<script>document.body.append("Two")</script>');
    expect(await textOf(await poolOf({ confined }).print(page))).not.toContain('Two');
  });
});

it('the browser gets none of our settings, which carry passwords', async () => {
  process.env.DATABASE_URL_OF_A_TEST = 'postgres://secret';
  try {
    const pool = poolOf();
    await pool.print(SMALL);
    const environments = family(await leaderOf(pool)).flatMap((id) => toldBy(id, 'environ') || []);
    // The program that gives the rest its rights away is one of them.
    expect(environments.length).toBeGreaterThan(2);
    expect(environments.join('\n')).toContain('LANG=C.UTF-8');
    expect(environments.join('\n')).not.toMatch(/DATABASE_URL|postgres:/);
  } finally {
    delete process.env.DATABASE_URL_OF_A_TEST;
  }
});

(isRoot ? it : it.skip)(
  'of a service that is root the browser has a user of its own and not a single right',
  async () => {
    const pool = poolOf();
    await pool.print(SMALL);
    const statuses = family(await leaderOf(pool))
      .filter((id) => /chrom/.test(toldBy(id, 'cmdline').split('\0')[0] ?? ''))
      .flatMap((id) => toldBy(id, 'status') || []);
    expect(statuses.length).toBeGreaterThan(2);
    for (const status of statuses) {
      expect(status).toMatch(/^Uid:\s+64112\s+64112\s+64112\s+64112$/m);
      expect(status).toMatch(/^Gid:\s+64112\s+64112\s+64112\s+64112$/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
      expect(status).toMatch(/^CapBnd:\s+0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    }
  },
);

describe('a browser that', () => {
  it('hangs is replaced, and the document comes all the same', async () => {
    const pool = poolOf();
    await pool.print(SMALL);
    const hung = await leaderOf(pool);
    process.kill(-hung, 'SIGSTOP');
    expect(await textOf(await pool.print(SMALL))).toContain('One');
    expect(await leaderOf(pool)).not.toBe(hung);
    await eventually(() => expect(family(hung)).toEqual([]));
  });

  it('grows above its limit is replaced between documents, and costs none', async () => {
    const pool = poolOf({ mostMegabytes: 1 });
    const leaders = new Set<number>();
    for (let round = 0; round < 3; round += 1) {
      const pdfs = await Promise.all(Array.from({ length: 6 }, () => pool.print(SMALL)));
      for (const pdf of pdfs) expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
      const leader = await pool.processId();
      if (leader) leaders.add(leader);
      await eventually(async () => expect(await pool.processId()).toBeNull());
    }
    for (const leader of leaders) await eventually(() => expect(family(leader)).toEqual([]));
  });

  it('stays below its limit is kept', async () => {
    const pool = poolOf();
    await pool.print(SMALL);
    const first = await leaderOf(pool);
    await Promise.all(Array.from({ length: 40 }, () => pool.print(SMALL)));
    expect(await leaderOf(pool)).toBe(first);
  });

  (process.env.SOUNDING_PROVE === '1' ? it : it.skip)(
    'has printed a thousand receipts holds no more than after its first two hundred',
    async () => {
      const pool = poolOf();
      const print = (count: number) =>
        Promise.all(
          Array.from({ length: count }, (_, index) => pool.render(receipt(`Robin ${index}`), 'full', 'queue')),
        );
      await print(220);
      const [leader, megabytes] = [await leaderOf(pool), await pool.megabytes()];
      expect(megabytes).toBeGreaterThan(50);
      await print(780);
      expect(await leaderOf(pool)).toBe(leader);
      // Between two cleanings of four pages lie two hundred documents of a megabyte.
      expect(await pool.megabytes()).toBeLessThan(megabytes + 250);
    },
    300_000,
  );

  it('ends leaves neither processes nor a folder behind', async () => {
    const folders = () => readdirSync(tmpdir()).filter((entry) => entry.startsWith(`sounding-browser-${process.pid}-`));
    // Those of the tests before are on their way.
    await eventually(() => expect(folders()).toEqual([]));
    const pool = poolOf();
    await pool.print(SMALL);
    const leader = await leaderOf(pool);
    expect(folders()).toHaveLength(1);
    pool.onApplicationShutdown();
    await eventually(() => expect(family(leader)).toEqual([]));
    await eventually(() => expect(folders()).toEqual([]));
  });
});

it('the folder of a browser whose service was killed is taken away by the next, and that of a living one is not', async () => {
  // The last number that a process can have here is nobody's.
  const [dead, living] = [4_194_303, process.ppid].map((owner) => join(tmpdir(), `sounding-browser-${owner}-test`));
  for (const folder of [dead, living]) mkdirSync(join(folder ?? '', 'Default'), { recursive: true });
  try {
    await poolOf().print(SMALL);
    expect([dead, living].map((folder) => existsSync(folder ?? ''))).toEqual([false, true]);
  } finally {
    rmSync(living ?? '', { recursive: true });
  }
});

describe('a page that is no document', () => {
  it('with ten megabytes of text is refused, and takes nothing from the others', async () => {
    const pool = poolOf();
    await pool.print(SMALL);
    const leader = await leaderOf(pool);
    await expect(pool.print(SMALL.replace('One', 'word '.repeat(2_000_000)))).rejects.toThrow('is no document');
    expect(await leaderOf(pool)).toBe(leader);
  });

  it('with as much as may be printed is given up in time, and the others are printed meanwhile', async () => {
    const pool = poolOf();
    await pool.print(SMALL);
    const heavy = pool.print(SMALL.replace('One', '<b>a</b> '.repeat(330_000))).then(
      () => 'printed',
      (error) => error.code,
    );
    const others = await Promise.all(Array.from({ length: 8 }, () => pool.print(SMALL)));
    expect(others).toHaveLength(8);
    expect(['printed', 'unavailable']).toContain(await heavy);
    expect(await textOf(await pool.print(SMALL))).toContain('One');
  });
});

it('without a browser a document gets the fault NoBrowser, and is printed once there is one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sounding-nobrowser-'));
  chmodSync(folder, 0o755);
  try {
    const pool = poolOf({ executable: join(folder, 'chromium') });
    await expect(pool.print(SMALL)).rejects.toMatchObject({ code: 'unavailable', message: /does not start/ });
    symlinkSync(CHROMIUM ?? '', join(folder, 'chromium'));
    expect(await textOf(await pool.print(SMALL))).toContain('One');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
