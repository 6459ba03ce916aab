import { saidIn } from '@sounding/testing/never-said';
import { isDocument, wishedDocument } from './attachment.ts';

const ID = '6f6f2c1e-9a55-4d8f-9a39-0a6f4c6f8a11';
const KEY = `documents/${'0a'.repeat(32)}.pdf`;
const receipt = (attachment?: object) => ({
  bookingId: ID,
  receiptId: ID,
  receiptNumber: 'R-2026-000017',
  total: { minor: 6349, currency: 'USD' },
  ...(attachment ? { attachment } : {}),
});

test('a document is asked for by the four mails about documents, and by no other', () => {
  const attachment = { object: KEY, name: 'sounding-R-2026-000017.pdf' };
  for (const template of ['receipt-issued', 'credit-note-issued', 'document-follows', 'document-again']) {
    expect(wishedDocument(template, receipt(attachment))).toEqual(attachment);
    expect(wishedDocument(template, receipt())).toBeNull();
  }
  expect(wishedDocument('tip-received', { ...receipt(attachment), tip: { minor: 1, currency: 'USD' } })).toBeNull();
  expect(wishedDocument('code-confirm', receipt(attachment))).toBeNull();
});

test.each([
  `documents/${'0A'.repeat(32)}.pdf`,
  `documents/${'0a'.repeat(31)}.pdf`,
  `documents/../documents/${'0a'.repeat(32)}.pdf`,
  `${KEY}\n`,
  `x${KEY}`,
  `pictures/${ID}.webp`,
  '../identity/secrets.json',
])('%j is no document', (object) => expect(isDocument(object)).toBe(false));

test('a document lies under its hash', () => expect(isDocument(KEY)).toBe(true));

test.each(['../../etc/passwd', 'a"b.pdf', 'a\r\nBcc: b.pdf', 'a/b.pdf', '.pdf', 'receipt.exe', 'übung.pdf'])(
  'a name like %j is not used, and the one in its place says nothing',
  (name) => {
    const used = wishedDocument('receipt-issued', receipt({ object: KEY, name }))?.name ?? '';
    expect(used).toBe('sounding.pdf');
    expect(saidIn(used)).toEqual([]);
  },
);
