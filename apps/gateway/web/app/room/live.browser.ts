/** The room's live line: a WebSocket that comes back by itself. Everything on it may be lost; whoever misses a frame looks again. */

/** Frames of the live protocol, as written down in the README of the workspace. */
export type Signal =
  | { readonly type: 'hello' }
  | { readonly type: 'offer'; readonly sdp: string }
  | { readonly type: 'answer'; readonly sdp: string }
  | { readonly type: 'candidate'; readonly candidate: RTCIceCandidateInit | null }
  | { readonly type: 'bye' };
export type Frame = Signal | { readonly type: 'look-again'; readonly version: number };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

export interface LiveEvents {
  readonly onFrame: (frame: Frame) => void;
  readonly onOpen: () => void;
  readonly onLost: () => void;
}

export class Live {
  private socket: WebSocket | null = null;
  private wait = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(
    private readonly bookingId: string,
    private readonly events: LiveEvents,
  ) {
    this.connect();
  }

  /** Sends when the line is open; otherwise the frame is lost, as the protocol allows. */
  send(frame: Signal): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private connect(): void {
    const { protocol, host } = window.location;
    const scheme = protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${host}/api/v1/live?booking=${this.bookingId}`);
    this.socket = socket;
    socket.addEventListener('open', () => {
      this.wait = FIRST_WAIT_MS;
      this.events.onOpen();
    });
    socket.addEventListener('message', ({ data }) => this.hear(String(data)));
    socket.addEventListener('close', () => this.lost());
  }

  private hear(text: string): void {
    const frame = JSON.parse(text) as Frame;
    if (typeof frame.type === 'string') this.events.onFrame(frame);
  }

  private lost(): void {
    if (this.closed) return;
    this.events.onLost();
    // A little chance keeps many pages from coming back in the same moment.
    this.timer = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }
}
