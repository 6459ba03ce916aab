/** The session of one page as React state: devices, joining, the call, beats, leaving. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Call, type CallState } from './call.browser.ts';
import { type Choice, DevicesUnavailable, type Opened, openDevices, stopDevices } from './devices.browser.ts';
import type { Frame, Live } from './live.browser.ts';
import { BEAT_MS, beat, join, Refused } from './session.browser.ts';

export type Phase = 'outside' | 'checking' | 'joining' | 'inside' | 'left' | 'over';

export interface Session {
  readonly phase: Phase;
  readonly devices: Opened | null;
  readonly trouble: string | null;
  readonly call: CallState;
  readonly remote: MediaStream | null;
  /** The other side's page has said within the last minute that it is there. */
  readonly otherPresent: boolean;
  readonly check: (choice: Choice) => Promise<void>;
  readonly enter: () => Promise<void>;
  readonly leave: () => void;
  readonly hear: (frame: Frame) => void;
  readonly lineOpened: () => void;
}

const TROUBLE = {
  refused:
    'The browser may not use your camera and microphone. Allow both for this page (the small icon beside the address), then check again.',
  none: 'No microphone was found. Plug one in, then check again.',
  busy: 'Another program is using your microphone or camera. Close it, then check again.',
} as const;

function words(error: unknown): string {
  if (error instanceof DevicesUnavailable) return TROUBLE[error.why];
  if (error instanceof Refused) return error.problem.detail;
  return 'The connection was lost for a moment. Please try again.';
}

export function useSession(bookingId: string, line: { readonly current: Live | null }): Session {
  const [phase, setPhase] = useState<Phase>('outside');
  const [devices, setDevices] = useState<Opened | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [callState, setCallState] = useState<CallState>('waiting');
  const [remote, setRemote] = useState<MediaStream | null>(null);
  const [otherPresent, setOtherPresent] = useState(false);
  const call = useRef<Call | null>(null);
  const local = useRef<MediaStream | null>(null);

  const check = useCallback(async (choice: Choice) => {
    setTrouble(null);
    try {
      const opened = await openDevices(choice);
      const before = local.current;
      local.current = opened.stream;
      call.current?.replaceTracks(opened.stream);
      stopDevices(before);
      setDevices(opened);
      setPhase((now) => (now === 'inside' || now === 'joining' ? now : 'checking'));
    } catch (error) {
      setTrouble(words(error));
    }
  }, []);

  const end = useCallback((as: Phase) => {
    call.current?.close();
    call.current = null;
    stopDevices(local.current);
    local.current = null;
    setDevices(null);
    setRemote(null);
    setOtherPresent(false);
    setPhase(as);
  }, []);

  const enter = useCallback(async () => {
    if (!local.current) return;
    setPhase('joining');
    setTrouble(null);
    try {
      const { polite, iceServers } = await join(bookingId);
      call.current = new Call({
        polite,
        iceServers,
        local: local.current,
        send: (signal) => line.current?.send(signal),
        onRemote: setRemote,
        onState: setCallState,
      });
      setPhase('inside');
      call.current.announce();
    } catch (error) {
      setTrouble(words(error));
      setPhase('checking');
    }
  }, [bookingId, line]);

  const hear = useCallback((frame: Frame) => {
    if (frame.type !== 'look-again') call.current?.hear(frame);
  }, []);
  const lineOpened = useCallback(() => call.current?.announce(), []);
  const leave = useCallback(() => end('left'), [end]);

  useBeats(phase === 'inside', bookingId, setOtherPresent, setTrouble, end);
  useEffect(() => () => end('left'), [end]);
  return { phase, devices, trouble, call: callState, remote, otherPresent, check, enter, leave, hear, lineOpened };
}

function useBeats(
  inside: boolean,
  bookingId: string,
  onPresence: (present: boolean) => void,
  onTrouble: (words: string | null) => void,
  end: (as: Phase) => void,
): void {
  useEffect(() => {
    if (!inside) return;
    const once = async () => {
      try {
        onPresence((await beat(bookingId)).otherPresent);
        onTrouble(null);
      } catch (error) {
        const over = error instanceof Refused && ['too-late', 'room-closed'].includes(error.problem.code);
        if (over) return end('over');
        // The next beat tries again; a gap under two minutes does not end a stay.
        onTrouble(words(error));
      }
    };
    void once();
    const timer = setInterval(() => void once(), BEAT_MS);
    return () => clearInterval(timer);
  }, [inside, bookingId, onPresence, onTrouble, end]);
}
