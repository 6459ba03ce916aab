export { type Clock, clockFromFile } from './clock.file.ts';
export type { CallFault, CallFaultRule, Control, WebhookFaults } from './control/control.ts';
export type { Complaint, Verdict } from './control/levers.store.ts';
export type { PayResult, Person } from './emulator.ts';
export { TEST_CARDS, type TestCard } from './payments/cards.ts';
export { type StripeEmulator, type StripeEmulatorOptions, startStripeEmulator } from './start.http.ts';
