/**
 * What people consent to, each by itself and of their free choice: the words they are shown, as dated versions. Where a service acts on
 * a consent it asks identity; keeping a card is one too, and is billing's, because the card is.
 */
import type { Written } from './legal.ts';

export const CONSENTS = ['health', 'own-name'] as const;
export type ConsentKind = (typeof CONSENTS)[number];

export const CONSENT_TEXTS: Readonly<Record<ConsentKind, readonly [Written, ...Written[]]>> = {
  // Explicit consent to data about health: GDPR Art. 9(2)(a); to be withdrawn as easily as given: Art. 7(3).
  health: [
    {
      version: '2026-11-01',
      matters: null,
      sections: [
        {
          id: 'health',
          title: 'What you tell a therapist',
          sentences: [
            'That you book therapy, and what you write in its room, says something about your health.',
            'We store it so that you and your therapist can meet and write to each other. We use it for nothing else.',
            'Nobody but you two reads the room. It is locked with a key of its own.',
            'You can take this consent back at any time. Then you can book no more therapy until you give it again.',
            'Sessions that you have booked already stay booked. You can cancel them under the terms they were made under.',
          ],
        },
      ],
    },
  ],
  'own-name': [
    {
      version: '2026-11-01',
      matters: null,
      sections: [
        {
          id: 'own-name',
          title: 'A name of yours instead of your alias',
          sentences: [
            'The providers you have booked, or ask for a time, see the name you write here, and not your alias.',
            'It is shown from now on, in your older rooms and bookings as well.',
            'Everybody else goes on seeing your alias: on reviews, on our pages, and at our support.',
            'You can take this back at any time. Then your providers see your alias again, though they may remember the name.',
          ],
        },
      ],
    },
  ],
};
