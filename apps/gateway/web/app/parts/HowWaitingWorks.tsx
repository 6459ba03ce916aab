/** The rules of the line, in plain English; the same wherever somebody waits. */
import { MOST_WAIT_DAYS, OFFER_MINUTES } from '@sounding/contracts';
import type { ReactNode } from 'react';

export function HowWaitingWorks(): ReactNode {
  return (
    <ul className="wait-rules">
      <li>
        You choose days that have no free time for you, at most {MOST_WAIT_DAYS} at a time. Waiting costs nothing, and
        you can stop at any moment.
      </li>
      <li>
        When a time on your days becomes free, it is offered strictly in order: to whoever has waited longest and whom
        it suits. Nobody can buy or jump a place.
      </li>
      <li>
        It is then kept for you alone for {OFFER_MINUTES} minutes (less when the provider’s notice ends sooner), and we
        write to you at once. Nothing is charged unless you take it and pay.
      </li>
      <li>
        If you decline or do not answer, the next in line is offered it at once. The same time is not offered to you
        twice.
      </li>
      <li>Your wait ends when you take a time, and when you decline or miss one, unless you keep your place.</li>
    </ul>
  );
}
