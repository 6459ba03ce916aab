import { Secrets } from './secrets.crypto.ts';

const client = new Secrets('client secret of thirty-two characters or more');
const staff = new Secrets('staff secret of thirty-two characters or more!');

test('a token has 256 bits and is never given twice', () => {
  const tokens = new Set(Array.from({ length: 1_000 }, () => client.newToken()));
  expect(tokens.size).toBe(1_000);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('a client token is nothing in the staff realm', () => {
  const token = client.newToken();
  expect(client.tokenId(token)).toEqual(client.tokenId(token));
  expect(staff.tokenId(token)).not.toEqual(client.tokenId(token));
});

test('what is stored holds neither token nor digits', () => {
  const token = client.newToken();
  const stored = Buffer.from(client.tokenId(token));
  expect(stored.toString('base64url')).not.toContain(token);
  expect(stored).toHaveLength(32);
  expect(Buffer.from(client.codeHash('a', '123456')).toString('utf8')).not.toContain('123456');
});

test('digits are six, also when the number is small', () => {
  for (let i = 0; i < 2_000; i += 1) expect(client.newDigits()).toMatch(/^\d{6}$/);
});

test('a code is right only for its own row', () => {
  const hash = client.codeHash('row-1', '004217');
  expect(client.isCode('row-1', '004217', hash)).toBe(true);
  expect(client.isCode('row-1', '004218', hash)).toBe(false);
  expect(client.isCode('row-2', '004217', hash)).toBe(false);
  expect(staff.isCode('row-1', '004217', hash)).toBe(false);
});

test('sealed mail opens only in its own row, unchanged, under the same secret', () => {
  const sealed = client.seal('mail/1', 'robin@example.com 004217');
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('004217');
  expect(client.open('mail/1', sealed)).toBe('robin@example.com 004217');
  expect(() => client.open('mail/2', sealed)).toThrow();
  expect(() => staff.open('mail/1', sealed)).toThrow();
  const changed = Uint8Array.from(sealed, (byte, index) => (index === 30 ? byte ^ 1 : byte));
  expect(() => client.open('mail/1', changed)).toThrow();
});
