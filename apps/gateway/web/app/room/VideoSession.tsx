/** The video part of the room, from "opens at" to "over". */
import { Button } from '@mantine/core';
import type { Room } from '@sounding/contracts';
import { Countdown, useBusinessTime, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { CallView } from './CallView.tsx';
import { DeviceCheck } from './DeviceCheck.tsx';
import type { Session } from './use-session.ts';

interface VideoSessionProps {
  readonly room: Room;
  readonly session: Session;
  readonly name: string;
  readonly zone: string;
  readonly now: string;
}

export function VideoSession({ room, session, name, zone, now }: VideoSessionProps): ReactNode {
  const time = useBusinessTime(now).getTime();
  const inside = session.phase === 'inside';
  if (room.state === 'closed')
    return <p className="card">This booking is cancelled. The room can be read, and no session is held.</p>;
  if (session.phase === 'over' || (!inside && time >= Date.parse(room.endsAt))) {
    return <p className="card">The session is over. What was written here stays readable.</p>;
  }
  const open = time >= Date.parse(room.joinOpensAt);
  return (
    <section className="card" aria-labelledby="session">
      <h2 id="session">Video session</h2>
      {session.trouble && (
        <p role="alert" className="session-trouble">
          {session.trouble}
        </p>
      )}
      {inside ? (
        <>
          <CallView session={session} name={name} />
          <p className="small quiet">
            Ends in <Countdown until={room.endsAt} now={now} over="a moment" />. Encrypted between your two screens,
            relayed by us, not recorded.
          </p>
        </>
      ) : (
        <Threshold room={room} session={session} name={name} zone={zone} now={now} open={open} />
      )}
      <noscript>
        <p>Video needs script in your browser. Messages below work without it.</p>
      </noscript>
    </section>
  );
}

function Threshold({ room, session, name, zone, now, open }: VideoSessionProps & { open: boolean }): ReactNode {
  return (
    <div className="stack-small">
      {session.phase === 'left' && <p role="status">You have left. You can come back until the end.</p>}
      {open ? (
        <p>
          Open now, until <When at={room.endsAt} zone={zone} />. Who does not come in time{' '}
          <a href="/terms#absence">counts as absent</a>.
        </p>
      ) : (
        <p>
          Opens <When at={room.joinOpensAt} zone={zone} /> (<Countdown until={room.joinOpensAt} now={now} over="now" />
          ). You can check your camera and microphone before.
        </p>
      )}
      <DeviceCheck session={session} />
      {open && session.devices && (
        <Button size="lg" onClick={() => void session.enter()} data-join>
          {session.phase === 'joining' ? 'Going in…' : `Join ${name}`}
        </Button>
      )}
    </div>
  );
}
