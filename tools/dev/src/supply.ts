/** What we take from others and what we must not give away: licences, install scripts, advisories, secrets. Pure; the data is in `supply.json`. */

export interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}
/** `package-lock.json`, as far as it matters here: paths below `node_modules` to what lies there. */
export type Lock = Readonly<Record<string, Locked>>;

export interface Supply {
  /** SPDX names of what may be shipped. */
  readonly licences: readonly string[];
  /** Packages that are shipped under something else, or under that as well, each with a reason; a name that ends with `*` is a beginning. */
  readonly otherLicences: Readonly<Record<string, { readonly licence: string; readonly reason: string }>>;
  /** Advisories that we live with, until a day: then somebody looks again. */
  readonly advisories: readonly { readonly id: string; readonly reason: string; readonly until: string }[];
  /** What looks like a secret and is none; `file` is the beginning of a path. */
  readonly noSecrets: readonly { readonly file: string; readonly text: string; readonly reason: string }[];
}

const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');

function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const bare = expression.replaceAll(/[()]/g, '');
  return bare.split(/ AND /i).every((part) => part.split(/ OR /i).some((one) => allowed.includes(one.trim())));
}

/** A sentence for each package that is shipped under a licence that nobody has looked at. */
export function licenceProblems(lock: Lock, { licences, otherLicences }: Supply): string[] {
  const shipped = Object.entries(lock).filter(
    ([path, one]) => path.includes('node_modules/') && !one.dev && !one.devOptional && !one.link,
  );
  const fits = (name: string, excepted: string) =>
    excepted.endsWith('*') ? name.startsWith(excepted.slice(0, -1)) : name === excepted;
  const extraOf = (name: string) =>
    Object.entries(otherLicences).flatMap(([excepted, { licence }]) => (fits(name, excepted) ? [licence] : []));
  const unknown = shipped
    .filter(([path, { license: licence = 'none' }]) => !isAllowed(licence, [...licences, ...extraOf(nameOf(path))]))
    .map(([path, { license: licence = 'none' }]) => `${nameOf(path)} is shipped under ${licence}`);
  const stale = Object.keys(otherLicences).filter((one) => !shipped.some(([path]) => fits(nameOf(path), one)));
  return [...new Set(unknown), ...stale.map((name) => `${name} is excepted and no longer shipped`)];
}

/** Install scripts run by name only: every package that has one is named in `allowScripts`, with yes or no. */
export function scriptProblems(lock: Lock, allowed: Readonly<Record<string, boolean>>): string[] {
  const have = new Set(
    Object.entries(lock)
      .filter(([, one]) => one.hasInstallScript)
      .map(([path]) => nameOf(path)),
  );
  const unnamed = [...have].filter((name) => !(name in allowed));
  const gone = Object.keys(allowed).filter((name) => !have.has(name));
  return [
    ...unnamed.map((name) => `${name} has an install script, and allowScripts says neither yes nor no`),
    ...gone.map((name) => `${name} is named in allowScripts and has no install script`),
  ];
}

/** What `npm audit --json` says, as far as it matters here. */
export interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (string | Advisory)[] }>>;
}
interface Advisory {
  readonly url: string;
  readonly title: string;
  readonly severity: string;
}

/** A sentence for each advisory that nobody has excepted, and for each exception that is over. `today` is `2026-11-26`. */
export function auditProblems(audit: Audit, { advisories }: Supply, today: string): string[] {
  const excepted = new Map(advisories.map((one) => [one.id, one]));
  const found = new Map<string, string>();
  for (const [name, { via }] of Object.entries(audit.vulnerabilities ?? {})) {
    for (const one of via) {
      if (typeof one === 'string') continue;
      const id = one.url.split('/').at(-1) ?? one.url;
      const until = excepted.get(id)?.until;
      if (until !== undefined && until >= today) continue;
      found.set(
        id,
        `${name}: ${one.severity}, ${one.title} (${id})${until ? `; the exception ended on ${until}` : ''}`,
      );
    }
  }
  return [...found.values()];
}

const SECRETS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  'a private JWK': /"d"\s*:\s*"[\w-]{40,}"/g,
  'a live key of Stripe': /\b[rs]k_live_\w{8,}/g,
  'a key of Stripe': /\b[rs]k_test_(?=\w*\d)\w{24,}/g,
  'a signing secret of Stripe': /\bwhsec_(?=\w*\d)\w{24,}/g,
  'a token of a code host': /\bgh[pousr]_\w{30,}|\bglpat-[\w-]{20,}|\bnpm_\w{36}\b/g,
  'a key of a cloud': /\bAKIA[0-9A-Z]{16}\b/g,
  'a signed token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g,
  'a password in a program': /\b(?:password|passwd|secret|api_?key)['"]?\s*[:=]\s*['"]([^'"\s$<>{}]{12,})['"]/gi,
};

/** Bits a letter: words are below three and a half, what a machine made is above. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}

/** What looks like a secret in a file: the line, and what it looks like; never the secret itself. */
export function secretsIn(file: string, text: string, { noSecrets }: Pick<Supply, 'noSecrets'>): string[] {
  const excepted = (found: string) => noSecrets.some((one) => file.startsWith(one.file) && found.includes(one.text));
  return Object.entries(SECRETS).flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)]
      .filter((found) => what !== 'a password in a program' || entropy(found[1] ?? '') > 3.6)
      .filter((found) => !excepted(found[0]))
      .map(({ index }) => `${file}:${text.slice(0, index).split('\n').length} looks like ${what}`),
  );
}
