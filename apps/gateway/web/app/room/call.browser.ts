/**
 * The video call of two browsers: WebRTC, encrypted between them, always through our relay, so that neither learns the other's
 * address. Perfect negotiation: both may offer at any time; when offers collide the polite side gives way.
 */
import type { Signal } from './live.browser.ts';

export type CallState = 'waiting' | 'connecting' | 'connected' | 'interrupted' | 'gone';

export interface CallOptions {
  readonly iceServers: readonly { urls: string[]; username: string; credential: string }[];
  readonly polite: boolean;
  readonly local: MediaStream;
  readonly send: (signal: Signal) => void;
  readonly onRemote: (stream: MediaStream | null) => void;
  readonly onState: (state: CallState) => void;
}

/** An interrupted call that has not healed by then is built anew. */
const HEAL_MS = 8_000;

/** Long enough for several packets of sound, short enough for a goodbye. */
const WITNESS_MS = 1_200;

/** Bytes of sound and picture that have arrived so far. */
async function received(peer: RTCPeerConnection): Promise<number> {
  let bytes = 0;
  for (const report of (await peer.getStats()).values()) {
    if (report.type === 'inbound-rtp') bytes += (report as RTCInboundRtpStreamStats).bytesReceived ?? 0;
  }
  return bytes;
}

export class Call {
  private peer: RTCPeerConnection | null = null;
  private offering = false;
  private ignoring = false;
  private healing: ReturnType<typeof setTimeout> | undefined;
  /** Signals are handled one after another: descriptions and candidates must not overtake each other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly options: CallOptions) {
    options.onState('waiting');
  }

  /** Says that this page is here. The other side answers with an offer. */
  announce(): void {
    if (this.peer?.connectionState !== 'connected') this.options.send({ type: 'hello' });
  }

  hear(signal: Signal): void {
    this.queue = this.queue.then(() => this.handle(signal)).catch((error) => this.broken(error));
  }

  replaceTracks(stream: MediaStream): void {
    for (const sender of this.peer?.getSenders() ?? []) {
      const track = stream.getTracks().find((one) => one.kind === sender.track?.kind);
      if (track) void sender.replaceTrack(track);
    }
  }

  close(): void {
    this.options.send({ type: 'bye' });
    this.drop();
  }

  private async handle(signal: Signal): Promise<void> {
    switch (signal.type) {
      case 'hello':
        // A page that has just come knows nothing of an earlier call: begin afresh, with our offer.
        this.drop();
        this.build();
        return;
      case 'offer':
        return this.takeOffer(signal.sdp);
      case 'answer':
        if (this.peer?.signalingState === 'have-local-offer') {
          await this.peer.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
        }
        return;
      case 'candidate':
        return this.takeCandidate(signal.candidate);
      case 'bye':
        void this.takeLeave();
        return;
    }
  }

  private async takeOffer(sdp: string): Promise<void> {
    const peer = this.peer ?? this.build(false);
    const collides = this.offering || peer.signalingState !== 'stable';
    this.ignoring = !this.options.polite && collides;
    if (this.ignoring) return;
    await peer.setRemoteDescription({ type: 'offer', sdp });
    this.addTracks(peer);
    await peer.setLocalDescription();
    this.options.send({ type: 'answer', sdp: peer.localDescription?.sdp ?? '' });
  }

  private async takeCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (!this.peer?.remoteDescription || this.ignoring) return;
    await this.peer.addIceCandidate(candidate ?? undefined);
  }

  /** The gateway says `bye` too when only the line broke; sound and pictures that still arrive are the better witness. */
  private async takeLeave(): Promise<void> {
    const { peer } = this;
    if (peer?.connectionState === 'connected') {
      const before = await received(peer);
      await new Promise((resolve) => setTimeout(resolve, WITNESS_MS));
      if (peer !== this.peer || (await received(peer)) > before) return;
    }
    this.drop();
    this.options.onState('gone');
  }

  /** `offering` false when an offer is about to be taken: our tracks then ride on its answer. */
  private build(offering = true): RTCPeerConnection {
    const peer = new RTCPeerConnection({ iceServers: [...this.options.iceServers], iceTransportPolicy: 'relay' });
    this.peer = peer;
    peer.addEventListener('icecandidate', ({ candidate }) =>
      this.options.send({ type: 'candidate', candidate: candidate?.toJSON() ?? null }),
    );
    peer.addEventListener('track', ({ streams }) => this.options.onRemote(streams[0] ?? null));
    peer.addEventListener('connectionstatechange', () => this.changed(peer));
    peer.addEventListener('negotiationneeded', () => void this.offer(peer));
    this.options.onState('connecting');
    if (offering) this.addTracks(peer);
    return peer;
  }

  private addTracks(peer: RTCPeerConnection): void {
    if (peer.getSenders().some((sender) => sender.track)) return;
    for (const track of this.options.local.getTracks()) peer.addTrack(track, this.options.local);
  }

  private async offer(peer: RTCPeerConnection): Promise<void> {
    if (peer !== this.peer || peer.signalingState !== 'stable') return;
    try {
      this.offering = true;
      await peer.setLocalDescription();
      this.options.send({ type: 'offer', sdp: peer.localDescription?.sdp ?? '' });
    } catch (error) {
      this.broken(error);
    } finally {
      this.offering = false;
    }
  }

  private changed(peer: RTCPeerConnection): void {
    if (peer !== this.peer) return;
    clearTimeout(this.healing);
    if (peer.connectionState === 'connected') this.options.onState('connected');
    if (peer.connectionState === 'failed') this.options.send({ type: 'hello' });
    if (peer.connectionState === 'disconnected' || peer.connectionState === 'failed') {
      this.options.onState('interrupted');
      if (!this.options.polite) peer.restartIce();
      this.healing = setTimeout(() => this.options.send({ type: 'hello' }), HEAL_MS);
    }
  }

  /** A description that does not fit: forget this attempt and ask for a fresh offer. */
  private broken(error: unknown): void {
    console.warn('The call is being set up anew.', error);
    this.waitAgain();
    this.options.send({ type: 'hello' });
  }

  private waitAgain(): void {
    this.drop();
    this.options.onState('waiting');
  }

  private drop(): void {
    clearTimeout(this.healing);
    this.peer?.close();
    this.peer = null;
    this.offering = false;
    this.ignoring = false;
    this.options.onRemote(null);
  }
}
