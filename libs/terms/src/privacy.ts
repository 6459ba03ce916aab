/** The privacy notice, as dated versions in plain English. What it says is what the services do: whoever changes one changes the other. */
import type { Written } from './legal.ts';

export const PRIVACY: readonly [Written, ...Written[]] = [
  {
    version: '2026-11-01',
    matters: null,
    sections: [
      {
        id: 'short',
        title: 'In short',
        sentences: [
          'We keep what we need for your bookings, your money and your safety. We sell none of it.',
          'Other people here know you by your alias, unless you choose to show a name of yours.',
          'There are no ads, no trackers and no parts of other firms on our pages.',
          'You can see, correct and take away what we hold about you.',
        ],
      },
      {
        id: 'what',
        title: 'What we hold',
        sentences: [
          'Your address for mail, your alias, your time zone and a scrambled form of your password.',
          'Your bookings, bills and receipts, your reviews, and where you wait for a time.',
          'What you write in a private room or to our support is locked with a key of its own.',
          'Your card is held by Stripe, who take the payment. We see its brand and its last four digits.',
        ],
      },
      {
        id: 'why',
        title: 'Why we hold it',
        sentences: [
          'Most of it we need to do what you ask of us: to book, to pay, to meet, to give money back.',
          'Some of it the law makes us keep, such as receipts and the books of our money.',
          'Where it is your free choice, we ask you first. You can take that back at any time, as easily as you gave it.',
        ],
      },
      {
        id: 'who',
        title: 'Who sees it',
        sentences: [
          'Your provider sees your alias, the times you book and what you write to them. They never see your address for mail.',
          'Our support sees what you write to support and the facts of a booking. Each look has a reason, and you can read both on your account page.',
          'Nobody of support reads your private room alone. Two of them together can open it for an hour, for a reason they write down. You are told at once.',
          'Stripe sees what it needs to take a payment and to pay providers. Your video is not recorded.',
        ],
      },
      {
        id: 'rights',
        title: 'What you can do',
        sentences: [
          'You can get a copy of your data as one file. You find it on your account page.',
          'You can correct what is wrong. Where you cannot do it by yourself, write to us and we answer within 30 days.',
          'You can ask us to erase your account. We tell you what goes, and what the law makes us keep.',
          'If you think we do it wrong, you can go to the data office of your country.',
        ],
      },
    ],
  },
];
