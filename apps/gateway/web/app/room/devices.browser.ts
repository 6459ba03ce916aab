/** Camera and microphone: what is there, opening it, and hearing whether the microphone hears. */

export interface Choice {
  readonly camera: string;
  readonly microphone: string;
}

export interface Opened {
  readonly stream: MediaStream;
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
}

/** `refused`: the person or the browser said no; `none`: there is nothing to open; `busy`: another program holds it. */
export class DevicesUnavailable extends Error {
  constructor(
    readonly why: 'refused' | 'none' | 'busy',
    cause: unknown,
  ) {
    super(`camera and microphone: ${why}`, { cause });
  }
}

/** Opens microphone and camera; without a camera, the microphone alone. */
export async function openDevices(choice: Choice): Promise<Opened> {
  const audio: MediaTrackConstraints = {
    echoCancellation: true,
    noiseSuppression: true,
    ...(choice.microphone ? { deviceId: choice.microphone } : {}),
  };
  const video: MediaTrackConstraints = {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    ...(choice.camera ? { deviceId: choice.camera } : {}),
  };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio, video });
  } catch (error) {
    if (reason(error) === 'refused') throw new DevicesUnavailable('refused', error);
    stream = await microphoneOnly(audio);
  }
  const all = await navigator.mediaDevices.enumerateDevices();
  return {
    stream,
    cameras: all.filter((device) => device.kind === 'videoinput'),
    microphones: all.filter((device) => device.kind === 'audioinput'),
  };
}

async function microphoneOnly(audio: MediaTrackConstraints): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    throw new DevicesUnavailable(reason(error), error);
  }
}

function reason(error: unknown): DevicesUnavailable['why'] {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
}

export function stopDevices(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Calls back about ten times a second with the loudness from 0 to 1. Returns what stops it. */
export function listen(stream: MediaStream, onLevel: (level: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => onLevel(0);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
    onLevel(Math.min(1, peak / 64));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
