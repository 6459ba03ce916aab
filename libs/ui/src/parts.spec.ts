import { MantineProvider } from '@mantine/core';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { AllIn, BillLines } from './BillLines.tsx';
import { Countdown } from './Countdown.tsx';
import { ProblemNotice, problemOf } from './ProblemNotice.tsx';
import { Seal } from './Seal.tsx';
import { When } from './When.tsx';

const usd = (minor: number) => ({ minor, currency: 'USD' as const });
const markup = (part: ReactNode) => renderToStaticMarkup(createElement(MantineProvider, null, part));
const words = (part: ReactNode) =>
  markup(part)
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const problem = {
  status: 409,
  code: 'slot-taken',
  title: 'Taken',
  detail: 'Somebody else has just taken this time.',
  traceId: 'ab'.repeat(16),
  facts: {},
};

test('a bill shows each line and the total, with cents', () => {
  const lines = [
    { kind: 'price' as const, quantity: 1, unit: usd(6000), amount: usd(6000) },
    { kind: 'handling-fee' as const, quantity: 1, unit: usd(349), amount: usd(349) },
  ];
  const said = words(createElement(BillLines, { lines, total: usd(6349), caption: 'The bill' }));
  expect(said).toContain('Price of the session $60.00');
  expect(said).toContain('Handling Fee $3.49');
  expect(said).toContain('Total $63.49');
});

test('a price is always the all-in price and names the fee that it includes', () => {
  const said = markup(createElement(AllIn, { allIn: usd(6349), fee: usd(349) })).replace(/<style.*?<\/style>/gs, '');
  expect(said.replace(/<[^>]+>/g, '')).toContain('$63.49, includes the $3.49 Handling Fee');
});

test('a refusal says what happened; only a fault of ours asks to quote a number', () => {
  expect(words(createElement(ProblemNotice, { problem }))).toBe(problem.detail);
  expect(words(createElement(ProblemNotice, { problem: { ...problem, status: 503 } }))).toContain(problem.traceId);
});

test('fields that the API names are listed with what is wrong with them', () => {
  const facts = { issues: [{ path: 'displayName', message: 'Too small: expected string to have >=2 characters' }] };
  const said = words(createElement(ProblemNotice, { problem: { ...problem, facts } }));
  expect(said).toContain('Display name: at least 2 characters');
});

test('an error that is no problem of the API tells nothing of the inside', () => {
  const shown = problemOf(new Error('password of the database'), 'cd'.repeat(16));
  expect(JSON.stringify(shown)).not.toContain('database');
  expect(shown.traceId).toBe('cd'.repeat(16));
});

test('a countdown that is over says so, one that runs says what is left', () => {
  const now = '2026-11-24T09:00:00.000Z';
  const at = (until: string) => words(createElement(Countdown, { until, now, over: 'too late' }));
  expect(at('2026-11-24T09:09:59.000Z')).toBe('9:59');
  expect(at('2026-11-24T09:00:00.000Z')).toBe('too late');
});

test('an instant keeps its machine-readable form beside the words', () => {
  const at = '2026-11-24T13:00:00.000Z';
  expect(markup(createElement(When, { at, zone: 'Asia/Tokyo' }))).toContain(
    `<time dateTime="${at}">Tue, Nov 24, 2026, 10:00 PM Tokyo time (GMT+9)</time>`,
  );
});

test('a seal is the same each time for one provider, and another for another', () => {
  const seal = (handle: string) => renderToStaticMarkup(createElement(Seal, { handle, name: 'Dr. Ada Bell' }));
  expect(seal('ada-bell')).toBe(seal('ada-bell'));
  expect(seal('ada-bell')).not.toBe(seal('ida-bell'));
  expect(seal('ada-bell')).toContain('>AB<');
});
