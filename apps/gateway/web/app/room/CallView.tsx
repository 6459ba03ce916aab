/** Inside the session: the other side large, oneself small, and the few switches one needs. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Picture } from './Picture.tsx';
import type { Session } from './use-session.ts';

export function CallView({ session, name }: { session: Session; name: string }): ReactNode {
  const { devices, remote } = session;
  return (
    <section className="call" aria-label="Video session" data-call={session.call}>
      <div className="stage">
        {remote ? (
          <Picture stream={remote} label={name} className="picture-other" />
        ) : (
          <div className="picture picture-other picture-none" />
        )}
        {devices && devices.stream.getVideoTracks().length > 0 && (
          <Picture stream={devices.stream} own label="Your own picture" className="picture-small" />
        )}
      </div>
      <p role="status">{stateWords(session, name)}</p>
      <div className="row">
        <Toggle stream={devices?.stream ?? null} kind="audio" on="Mute" off="Unmute" />
        <Toggle stream={devices?.stream ?? null} kind="video" on="Camera off" off="Camera on" />
        <Button color="rust" onClick={session.leave}>
          Leave
        </Button>
      </div>
    </section>
  );
}

function stateWords({ call, otherPresent }: Session, name: string): string {
  if (call === 'connected') return `You are with ${name}.`;
  if (call === 'interrupted') return 'The connection is interrupted. We are restoring it.';
  if (call === 'gone') return `${name} has left, and can come back until the end.`;
  if (call === 'connecting' || otherPresent) return `${name} is here. Connecting…`;
  return `You are in. Waiting for ${name}.`;
}

interface ToggleProps {
  readonly stream: MediaStream | null;
  readonly kind: 'audio' | 'video';
  readonly on: string;
  readonly off: string;
}

function Toggle({ stream, kind, on, off }: ToggleProps): ReactNode {
  const [silent, setSilent] = useState(false);
  const tracks = (kind === 'audio' ? stream?.getAudioTracks() : stream?.getVideoTracks()) ?? [];
  if (tracks.length === 0) return null;
  const turn = () => {
    for (const track of tracks) track.enabled = silent;
    setSilent(!silent);
  };
  return (
    <Button variant={silent ? 'filled' : 'default'} onClick={turn}>
      {silent ? off : on}
    </Button>
  );
}
