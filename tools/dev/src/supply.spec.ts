import { auditProblems, licenceProblems, type Supply, scriptProblems, secretsIn } from './supply.ts';

const supply: Supply = {
  licences: ['MIT', 'ISC'],
  otherLicences: { '@img/sharp-*': { licence: 'LGPL-3.0-or-later', reason: 'loaded' } },
  advisories: [{ id: 'GHSA-a', reason: 'not reached', until: '2026-12-31' }],
  noSecrets: [{ file: 'e2e/', text: 'a-long-walk', reason: 'a story' }],
};
const sharp = { 'node_modules/@img/sharp-x': { license: 'MIT AND LGPL-3.0-or-later' } };

describe('what is shipped', () => {
  it('has a licence of the list, or one that is excepted by name', () => {
    const lock = { ...sharp, 'node_modules/a': { license: '(GPL-3.0 OR MIT)' }, 'node_modules/b': { license: 'ISC' } };
    expect(licenceProblems(lock, supply)).toEqual([]);
  });

  it('is refused with another licence, with none, or where only one of two fits; tools of ours may have any', () => {
    const lock = {
      ...sharp,
      'node_modules/a': { license: 'AGPL-3.0' },
      'node_modules/b/node_modules/c': {},
      'node_modules/d': { license: 'MIT AND GPL-3.0' },
      'node_modules/e': { license: 'GPL-3.0', dev: true },
    };
    expect(licenceProblems(lock, supply)).toEqual([
      'a is shipped under AGPL-3.0',
      'c is shipped under none',
      'd is shipped under MIT AND GPL-3.0',
    ]);
  });

  it('an exception for what is gone is told', () => {
    expect(licenceProblems({}, supply)).toEqual(['@img/sharp-* is excepted and no longer shipped']);
  });
});

it('a package with an install script that nobody named is told, and a name without one', () => {
  const lock = { 'node_modules/a': { hasInstallScript: true }, 'node_modules/b': { hasInstallScript: true } };
  expect(scriptProblems(lock, { a: false, c: true })).toEqual([
    'b has an install script, and allowScripts says neither yes nor no',
    'c is named in allowScripts and has no install script',
  ]);
});

it('an advisory counts unless it is excepted, and an exception ends on its day', () => {
  const via = [{ url: 'https://github.com/advisories/GHSA-a', title: 'Bad', severity: 'high' }, 'other'];
  const audit = { vulnerabilities: { left: { via } } };
  expect(auditProblems(audit, supply, '2026-12-31')).toEqual([]);
  expect(auditProblems(audit, supply, '2027-01-01')).toEqual([
    'left: high, Bad (GHSA-a); the exception ended on 2026-12-31',
  ]);
  expect(auditProblems(audit, { ...supply, advisories: [] }, '2026-12-01')).toHaveLength(1);
});

describe('a secret in the tree', () => {
  // Put together here, so that this file has none.
  const random = ['q7Xz', 'K2mV', '9pLw', 'T4sB', 'e8Rn', 'Y1cH'].join('');
  it.each([
    [`-----BEGIN ${'PRIVATE'} KEY-----`, 'a private key'],
    [`{"d": "${random}${random}"}`, 'a private JWK'],
    [`sk_${'live'}_${random}`, 'a live key of Stripe'],
    [`whsec_${random}${random}`, 'a signing secret of Stripe'],
    [`ghp_${random}${random}`, 'a token of a code host'],
    [`AKIA${'ABCDEFGH12345678'}`, 'a key of a cloud'],
    [`eyJ${random}.eyJ${random}.${random}`, 'a signed token'],
    [`const password = '${random}';`, 'a password in a program'],
  ])('is found without being repeated: %#', (text, what) => {
    expect(secretsIn('apps/a.ts', `one\n${text}`, supply)).toEqual([`apps/a.ts:2 looks like ${what}`]);
  });

  it('is not a word, a place where one goes, or what is excepted with a reason', () => {
    const words = "password: 'of-a-test-of-a-test'; secret = '<put it here>'; STRIPE_SECRET_KEY: 'sk_test_fill_in'";
    expect(secretsIn('apps/a.ts', words, supply)).toEqual([]);
    const story = "password: 'a-long-walk-by-the-river'";
    expect(secretsIn('e2e/a.ts', story, supply)).toEqual([]);
    expect(secretsIn('apps/a.ts', story, supply)).toHaveLength(1);
  });
});
