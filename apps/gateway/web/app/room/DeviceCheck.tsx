/** Before going in: see yourself, see that the microphone hears you, choose other devices. */
import { Button, NativeSelect } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { type Choice, listen, type Opened } from './devices.browser.ts';
import { Picture } from './Picture.tsx';
import type { Session } from './use-session.ts';

export function DeviceCheck({ session }: { session: Session }): ReactNode {
  const [choice, setChoice] = useState<Choice>({ camera: '', microphone: '' });
  const { devices } = session;
  if (!devices) {
    return (
      <Button onClick={() => void session.check(choice)} variant="default">
        Check camera and microphone
      </Button>
    );
  }
  const choose = (change: Partial<Choice>) => {
    const next = { ...choice, ...change };
    setChoice(next);
    void session.check(next);
  };
  const seen = devices.stream.getVideoTracks().length > 0;
  return (
    <div className="device-check">
      {seen ? (
        <Picture stream={devices.stream} own label="Your own picture" />
      ) : (
        <p className="picture picture-none">No camera. The other side will hear you and not see you.</p>
      )}
      <div className="stack-small">
        <Level stream={devices.stream} />
        <DeviceChoice
          label="Camera"
          devices={devices.cameras}
          value={choice.camera}
          onChoose={(camera) => choose({ camera })}
        />
        <DeviceChoice
          label="Microphone"
          devices={devices.microphones}
          value={choice.microphone}
          onChoose={(microphone) => choose({ microphone })}
        />
      </div>
    </div>
  );
}

function Level({ stream }: { stream: Opened['stream'] }): ReactNode {
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  useEffect(
    () =>
      listen(stream, (now) => {
        setLevel(now);
        if (now > 0.15) setHeard(true);
      }),
    [stream],
  );
  return (
    <div>
      <label htmlFor="mic-level">Microphone</label>
      <meter id="mic-level" min={0} max={1} value={level} className="level" />
      <p className="small" role="status">
        {heard ? 'We hear you.' : 'Say something to see whether it hears you.'}
      </p>
    </div>
  );
}

interface DeviceChoiceProps {
  readonly label: string;
  readonly devices: readonly MediaDeviceInfo[];
  readonly value: string;
  readonly onChoose: (id: string) => void;
}

function DeviceChoice({ label, devices, value, onChoose }: DeviceChoiceProps): ReactNode {
  if (devices.length < 2) return null;
  return (
    <NativeSelect
      label={`Use this ${label.toLowerCase()}`}
      value={value || devices[0]?.deviceId}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={devices.map((device, index) => ({
        value: device.deviceId,
        label: device.label || `${label} ${index + 1}`,
      }))}
    />
  );
}
