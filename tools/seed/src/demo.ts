/** Accounts that `npm start` prints. They exist only where the seed ran, and the seed refuses production. */
export interface DemoAccount {
  readonly role: 'client' | 'provider' | 'therapist' | 'staff' | 'second of staff';
  readonly realm: 'client' | 'staff';
  /** As others see the person. */
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly zone: string;
  /** The secret of the authenticator app, base32; staff have one. `npm run code` prints its code. */
  readonly totp?: string;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    role: 'client',
    realm: 'client',
    name: 'Robin',
    email: 'client@sounding.example',
    password: 'blue-kettle-morning',
    zone: 'Europe/Berlin',
  },
  {
    role: 'provider',
    realm: 'client',
    name: 'Marisol Vega',
    email: 'provider@sounding.example',
    password: 'paper-boat-evening',
    zone: 'America/New_York',
  },
  {
    role: 'therapist',
    realm: 'client',
    name: 'Dr. Hannah Feldstein',
    email: 'therapist@sounding.example',
    password: 'green-lamp-harbour',
    zone: 'America/New_York',
  },
  {
    role: 'staff',
    realm: 'staff',
    name: 'Kit',
    email: 'staff@sounding.example',
    password: 'quiet-ladder-window',
    zone: 'UTC',
    totp: 'KNHVKTSEJFHEOU2UIFDEMRCFJVHUWRKZ',
  },
  // What two of staff must agree on needs two.
  {
    role: 'second of staff',
    realm: 'staff',
    name: 'Noor',
    email: 'second-staff@sounding.example',
    password: 'amber-bridge-winter',
    zone: 'UTC',
    totp: 'DTINQO7YBJV23K76STXT56DTXCVITXFO',
  },
];
