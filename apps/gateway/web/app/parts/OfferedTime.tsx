/** A time that is kept for somebody who waited, and their two answers. Taking it is booking it. */
import { Button } from '@mantine/core';
import type { Booking } from '@sounding/contracts';
import { KeyField, Submit, useBusinessTime } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, Link } from 'react-router';
import { nextStep } from '../next-step.ts';
import { Deadline } from './Deadline.tsx';
import { useLookAgain } from './look-again.ts';

interface OfferedTimeProps {
  readonly booking: Booking;
  readonly zone: string;
  readonly now: string;
  readonly formKey: string;
}

export function OfferedTime({ booking, zone, now, formKey }: OfferedTimeProps): ReactNode {
  const step = nextStep(booking, 'client');
  // Whoever looks at the time running out sees that it is gone.
  useLookAgain(useBusinessTime(now).getTime() >= Date.parse(step.until?.at ?? booking.startsAt));
  const book = `/book/${booking.offer.listingId}?start=${encodeURIComponent(booking.startsAt)}`;
  return (
    <>
      <p>{step.text}</p>
      <Deadline until={step.until} zone={zone} now={now} />
      <div className="row">
        <Form method="post" action={book}>
          <KeyField value={formKey} />
          <input type="hidden" name="start" value={booking.startsAt} />
          {booking.offer.clientPlace && <input type="hidden" name="place" value={booking.offer.clientPlace} />}
          <Submit size="lg" busy="Keeping your time…">
            Take this time
          </Submit>
        </Form>
        <Button component={Link} to={`/bookings/${booking.id}/decline`} size="lg" variant="default">
          Decline
        </Button>
      </div>
      <p className="quiet small offered-note">You see the full bill and the terms before you pay.</p>
    </>
  );
}
