import { Helm, type Manifest } from './helm.ts';

interface Container {
  image: string;
  securityContext: Record<string, unknown> & { capabilities: { drop: string[] } };
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  env: { name: string; value?: string; valueFrom?: unknown }[];
  livenessProbe?: { httpGet: { path: string } };
  readinessProbe?: { httpGet: { path: string } };
  lifecycle?: { preStop: { sleep: { seconds: number } } };
}
interface Pod {
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext: Record<string, unknown>;
  containers: Container[];
}

const PARTS = [
  'identity',
  'catalog',
  'booking',
  'billing',
  'receipts',
  'support',
  'workspace',
  'gateway',
  'support-console',
  'provision',
];

function podOf(manifest: Manifest): Pod {
  return (manifest.spec.template as { spec: Pod }).spec;
}

let helm: Helm;
let all: Manifest[];
beforeAll(() => {
  helm = new Helm();
  all = helm.template('sounding');
}, 60_000);
afterAll(() => helm.end());

const of = (kind: string) => all.filter((manifest) => manifest.kind === kind);
const named = (kind: string, part: string) =>
  of(kind).find((manifest) => manifest.metadata.name === `sounding-${part}`);

it('both charts pass the strict linter', () => {
  expect(helm.run('lint', '--strict', 'service', '--set', 'name=booking')).toContain('0 chart(s) failed');
  expect(helm.run('lint', '--strict', 'sounding')).toContain('0 chart(s) failed');
});

it('a service installs alone as well', () => {
  const kinds = helm.template('service', '--set', 'name=booking').map((manifest) => manifest.kind);
  expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'Service', 'ServiceAccount', 'NetworkPolicy', 'Job']));
});

it('a misspelt value is refused', () => {
  expect(() => helm.template('service', '--set', 'name=booking', '--set', 'replica=3')).toThrow(/replica/);
});

it('each door has an ingress where they are wanted, with what its controller must be told', () => {
  const values = ['ingress.enabled=true', 'ingress.annotations.size=24m', 'global.publicUrl=https://a.example'];
  const wanted = [...values, 'global.consoleUrl=https://b.example'].flatMap((value) => ['--set', value]);
  const ingresses = helm.template('sounding', ...wanted).filter(({ kind }) => kind === 'Ingress');
  expect(ingresses.map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([
    ['sounding-gateway', { size: '24m' }],
    ['sounding-support-console', { size: '24m' }],
  ]);
  expect(of('Ingress')).toEqual([]);
});

it('each part has a deployment and a policy for both directions', () => {
  for (const part of PARTS) {
    expect(named('Deployment', part)).toBeDefined();
    expect(named('NetworkPolicy', part)?.spec.policyTypes).toEqual(['Ingress', 'Egress']);
  }
});

it('every pod meets Pod Security "restricted", migrations included', () => {
  for (const manifest of [...of('Deployment'), ...of('Job')]) {
    const pod = podOf(manifest);
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.enableServiceLinks).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const container of pod.containers) {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.limits.memory).toBeDefined();
      expect(container.resources.requests.cpu).toBeDefined();
    }
  }
});

it('no secret stands in clear among the variables', () => {
  for (const manifest of [...of('Deployment'), ...of('Job')]) {
    for (const { name, value } of podOf(manifest).containers.flatMap((container) => container.env)) {
      if (/PASSWORD|SECRET|_KEY$|DATABASE_|SMTP_URL|S3_URL/.test(name))
        expect([name, value]).toEqual([name, undefined]);
    }
  }
});

it('a pod has time to leave: the grace period is longer than the wait before SIGTERM', () => {
  for (const manifest of of('Deployment')) {
    const pod = podOf(manifest);
    const sleep = pod.containers[0]?.lifecycle?.preStop.sleep.seconds ?? 0;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(sleep + 20);
  }
});

it('being alive and being ready are two questions', () => {
  for (const manifest of of('Deployment')) {
    const [container] = podOf(manifest).containers;
    expect(container?.livenessProbe?.httpGet.path).toBe('/livez');
    expect(container?.readinessProbe?.httpGet.path).toBe('/readyz');
  }
});

it('every part speaks TLS to the bus and checks it against our own authority', () => {
  for (const manifest of of('Deployment')) {
    const { env } = podOf(manifest).containers[0] as Container;
    const value = (name: string) => env.find((one) => one.name === name)?.value;
    expect(value('NATS_URL')).toMatch(/^tls:/);
    expect(value('NATS_CA_FILE')).toBe('/etc/sounding/nats-ca/ca.crt');
    expect(JSON.stringify(podOf(manifest))).toContain('"secretName":"nats-ca"');
  }
});

it('one value moves every part to its second user of the bus', () => {
  const moved = helm.template('sounding', '--set', 'global.nats.secondUser=true');
  const users = moved
    .filter(({ kind }) => kind === 'Deployment')
    .map((manifest) => podOf(manifest).containers[0]?.env.find(({ name }) => name === 'NATS_USER')?.value);
  expect(users).toEqual(expect.arrayContaining(['booking-2', 'gateway-2', 'provision-2']));
  expect(users.every((user) => user?.endsWith('-2'))).toBe(true);
});

it('only billing is given the Stripe secret', () => {
  const holders = of('Deployment').filter((manifest) => JSON.stringify(podOf(manifest)).includes('STRIPE_SECRET_KEY'));
  expect(holders.map((manifest) => manifest.metadata.name)).toEqual(['sounding-billing']);
});

it('the object store is known to those who need it; identity has a key of its own that only reads, catalog one that only deletes', () => {
  const keys = of('Deployment').flatMap((manifest) =>
    podOf(manifest)
      .containers.flatMap(({ env }) => env)
      .filter(({ name }) => name === 'S3_URL')
      .map(({ valueFrom }) => [
        manifest.metadata.name,
        (valueFrom as { secretKeyRef: { key: string } }).secretKeyRef.key,
      ]),
  );
  expect(Object.fromEntries(keys)).toEqual({
    'sounding-gateway': 'url',
    'sounding-receipts': 'url',
    'sounding-identity': 'read-documents-url',
    'sounding-catalog': 'delete-pictures-url',
  });
  for (const [part] of keys) {
    const policy = named('NetworkPolicy', String(part).slice('sounding-'.length));
    expect(policy?.spec.egress).toContainEqual({
      to: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
      ports: [{ port: 443, protocol: 'TCP' }],
    });
  }
});

it('the secret of the endpoint for connected accounts may be absent, and every other secret must be there', () => {
  const optional = of('Deployment')
    .flatMap((manifest) => podOf(manifest).containers.flatMap(({ env }) => env))
    .filter(({ valueFrom }) => JSON.stringify(valueFrom ?? {}).includes('"optional":true'));
  const secretKeyRef = { name: 'sounding-stripe', key: 'connect-webhook-secret', optional: true };
  expect(optional).toEqual([{ name: 'STRIPE_CONNECT_WEBHOOK_SECRET', valueFrom: { secretKeyRef } }]);
});

it('only migrations know the owner of a database', () => {
  expect(JSON.stringify(of('Deployment'))).not.toContain('DATABASE_OWNER_URL');
  expect(of('Job')).toHaveLength(7);
});

it('a digest wins over a tag, and the registry reaches every image', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const rendered = helm.template(
    'sounding',
    '--set',
    'global.imageRegistry=registry.test',
    '--set',
    `booking.image.digest=${digest}`,
  );
  const images = rendered
    .filter((manifest) => ['Deployment', 'Job'].includes(manifest.kind))
    .flatMap((manifest) => podOf(manifest).containers.map((container) => container.image));
  expect(images.every((image) => image.startsWith('registry.test/'))).toBe(true);
  expect(images.filter((image) => image.endsWith(`@${digest}`))).toHaveLength(2);
});

it('two renders are the same, so that GitOps sees no change where there is none', () => {
  expect(helm.run('template', 'sounding', 'sounding')).toBe(helm.run('template', 'sounding', 'sounding'));
});
