/** The alerts about what piles up: each asks for a metric that exists, and sends people to a page that helps. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Helm } from './helm.ts';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}
interface Rules {
  groups: { name: string; rules: Rule[] }[];
}

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const file = parse(read('charts/sounding/alerts.yaml')) as Rules;
const rules = file.groups.flatMap((group) => group.rules);

/** Every metric of the services by name, and whether it is a gauge. */
function metrics(): Map<string, boolean> {
  const sources = globSync('{apps,libs}/*/src/**/*.ts', { cwd: ROOT }).map(read);
  const found = new Map<string, boolean>();
  for (const source of sources) {
    for (const [, kind, name] of source.matchAll(/new (Gauge|Counter|Histogram)\(\{\s*name: '([a-z_]+)'/g))
      found.set(name ?? '', kind === 'Gauge');
    for (const [, name] of source.matchAll(/\bgauge\(\s*'([a-z_]+)'/g)) found.set(name ?? '', true);
  }
  return found;
}
const asked = new Set(rules.flatMap(({ expr }) => expr.match(/\b(?:sounding|billing)_[a-z_]+/g) ?? []));

it('every metric that an alert asks for is one that a service has, and every gauge of a pile has an alert', () => {
  const known = metrics();
  expect([...asked].filter((name) => !known.has(name))).toEqual([]);
  const piles = [...known].filter(([, gauge]) => gauge).map(([name]) => name);
  expect(piles.length).toBeGreaterThan(5);
  expect(piles.filter((name) => !asked.has(name))).toEqual([]);
});

it('every pile of billing is watched', () => {
  const source = read('apps/billing/src/payment/looks.store.ts');
  const [, union = ''] = /readonly what: (.*);/.exec(source) ?? [];
  const piles = [...union.matchAll(/'([a-z-]+)'/g)].map(([, pile]) => pile ?? '');
  const watched = rules.flatMap(({ expr }) => /what=~?"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? []);
  expect(piles).toHaveLength(7);
  expect([...new Set(watched)].sort()).toEqual(piles.sort());
});

it('every alert says how urgent it is and has its section in the runbook, and no section is without an alert', () => {
  const sections = [...read('docs/runbooks/piles.md').matchAll(/^## (\w+)$/gm)].map(([, title]) => title);
  expect(rules.map(({ alert }) => alert)).toEqual(sections);
  for (const { alert, labels, annotations } of rules) {
    expect(labels.severity).toMatch(/^(warning|critical)$/);
    expect(annotations.summary).toMatch(/\.$/);
    expect(annotations.runbook).toBe(`docs/runbooks/piles.md#${alert.toLowerCase()}`);
  }
});

it('the rules reach the Prometheus operator word for word, and only when they are asked for', () => {
  const helm = new Helm();
  try {
    const of = (...words: string[]) =>
      helm.template('sounding', ...words).filter(({ kind }) => kind === 'PrometheusRule');
    expect(of()).toEqual([]);
    const [rule, ...more] = of('--set', 'alerts.enabled=true', '--set', 'alerts.labels.release=prometheus');
    expect(more).toEqual([]);
    expect(rule?.spec).toEqual(file);
    expect(rule?.metadata.labels).toMatchObject({ release: 'prometheus', 'app.kubernetes.io/part-of': 'sounding' });
  } finally {
    helm.end();
  }
}, 60_000);
