/** A line of the log of who looked, in the words of the person it is about. Pure. */
import type { Look } from '@sounding/contracts';

const WHAT: Record<Look['what'], string> = {
  ticket: 'read what you wrote to support',
  name: 'saw your alias',
  booking: 'read the story of a booking of yours',
  money: 'looked at the money of a booking of yours',
  documents: 'looked at the list of receipts of a booking of yours',
  licence: 'read your licence number',
  credential: 'read a credential that you stated',
  review: 'read a hidden review of one of your bookings',
  'room-opened': 'agreed that another may read the messages of one of your bookings, for an hour',
  messages: 'read the messages of one of your bookings',
};

const BECAUSE: Record<Look['because'], string> = {
  ticket: 'because of a question or a claim that concerns you',
  'licence-check': 'because your licence waited for our check',
  'credential-check': 'because your credential waited for our check',
  'two-agreed': 'because two of us agreed that safety or the law needs it',
  fault: 'because something did not work',
  money: 'because money was not where it should be',
  safety: 'because somebody might be in danger',
  abuse: 'because of a complaint, or of signs of fraud',
  law: 'because a court or an authority asked',
};

export interface Told {
  /** Follows `On … a member of support`. */
  readonly did: string;
  readonly because: string;
  /** The page of what was read, where there is one. */
  readonly path: string | null;
}

export function told({ what, because, objectId, ticketId }: Look): Told {
  const path =
    what === 'ticket'
      ? `/tickets/${objectId}`
      : ['booking', 'money', 'documents', 'room-opened', 'messages'].includes(what)
        ? `/bookings/${objectId}`
        : null;
  const why = because === 'ticket' && ticketId ? 'because you wrote to us' : BECAUSE[because];
  return { did: WHAT[what], because: why, path };
}
