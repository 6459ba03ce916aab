import { randomBytes } from 'node:crypto';
import { Vault } from './seal.crypto.ts';

const vault = new Vault(randomBytes(32).toString('base64'));
const wrapped = vault.newKey('ticket/1');
const ticket = vault.unwrap('ticket/1', wrapped);

describe('a sealed text', () => {
  it('opens to what was sealed, whatever the script', () => {
    for (const text of ['', 'My session did not happen.', 'Zażółć 相談 🙂']) {
      expect(ticket.open('message/1', ticket.seal('message/1', text))).toBe(text);
    }
  });
  it('opens with the same key unwrapped again', () => {
    const sealed = ticket.seal('message/1', 'again');
    expect(vault.unwrap('ticket/1', wrapped).open('message/1', sealed)).toBe('again');
  });
  it('shows nothing of its words, and never looks the same twice', () => {
    const [one, two] = [ticket.seal('message/1', 'grief'), ticket.seal('message/1', 'grief')];
    expect(Buffer.from(one).includes('grief')).toBe(false);
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
  });
  it('does not open in another place, of another owner, or after a change', () => {
    const sealed = ticket.seal('message/1', 'mine');
    expect(() => ticket.open('message/2', sealed)).toThrow();
    const other = vault.unwrap('ticket/2', vault.newKey('ticket/2'));
    expect(() => other.open('message/1', sealed)).toThrow();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => ticket.open('message/1', changed)).toThrow();
    }
  });
});

describe('a data key', () => {
  it('does not unwrap for another owner or under another master key', () => {
    expect(() => vault.unwrap('ticket/2', wrapped)).toThrow();
    expect(() => new Vault(randomBytes(32).toString('base64')).unwrap('ticket/1', wrapped)).toThrow();
  });
  it('needs a master key of 32 bytes', () => {
    expect(() => new Vault(randomBytes(16).toString('base64'))).toThrow('32 bytes');
    expect(() => new Vault('not base64!')).toThrow();
  });
});
