/** The mails about leaving: that it was asked, that it waits, that it was called off, and the certificate. Pure. */
import type { Obstacle } from '@sounding/contracts';
import type { Letter, Paragraph } from '../post/letters.ts';

/** What the other side of a booking calls somebody who is not there any more. */
export const LEFT = 'Someone who left';

export const LEAVING_TEMPLATES = ['leaving-asked', 'leaving-waits', 'leaving-called-off', 'erased'] as const;
export type LeavingTemplate = (typeof LEAVING_TEMPLATES)[number];

/** What a letter about leaving is filled with; sealed into the row of the mail like the address. */
export interface LeavingWords {
  readonly lines: readonly Paragraph[];
  /** Of a page of ours. */
  readonly path: string;
}

/** What is in the way, discreetly: a mail may be read over a shoulder. */
const IN_THE_WAY: Readonly<Record<Obstacle['kind'], string>> = {
  session: 'an appointment that is still to come',
  settling: 'a booking whose guarantee is not over',
  request: 'a request that is not answered',
  payment: 'a payment that is under way',
  payable: 'money that is yours and not with you yet',
  refund: 'money on its way back',
  dispute: 'a payment that a bank is deciding about',
  claim: 'a claim that is not decided',
  ticket: 'a question of yours that we have not answered',
};

export function obstacleWords(kinds: readonly Obstacle['kind'][]): string[] {
  return [...new Set(kinds)].map((kind) => IN_THE_WAY[kind]);
}

export function leavingLetter(template: LeavingTemplate, { lines, path }: LeavingWords): Letter {
  switch (template) {
    case 'leaving-asked':
      return {
        subject: 'You asked us to erase you',
        lines: [
          'Somebody who knows your password, surely you, has asked us to erase your account and everything of yours that the law lets us erase.',
          ...lines,
          'If you have changed your mind, or if it was not you, sign in and call it off. Nothing is lost until then.',
        ],
        link: { text: 'See it or call it off', path },
      };
    case 'leaving-waits':
      return {
        subject: 'Erasing you has to wait',
        lines: [
          'We would erase your account now, but something must be settled first:',
          ...lines,
          'You need do nothing for it, unless the page says so. We look again every hour and go on by ourselves. You can still call it off.',
        ],
        link: { text: 'See what is in the way', path },
      };
    case 'leaving-called-off':
      return {
        subject: 'You stay',
        lines: [
          'You have called it off: nothing is erased, and your account is as it was.',
          'If you offer sessions and your listings were taken back meanwhile, please publish them again yourself.',
        ],
        link: { text: 'Your account', path },
      };
    case 'erased':
      return {
        subject: 'Your account is erased',
        lines: [
          'It is done. This is the last mail you get from us: with it your address is forgotten as well.',
          ...lines,
          'You can read this certificate again without an account. Whoever has the link can read it; it names nobody.',
        ],
        link: { text: 'Your certificate', path },
      };
  }
}
