/** `live.<room>`: core NATS, lossy, for signalling between doors and "look again, version n". */
import type { NatsConnection } from '@nats-io/transport-node';

/** Ends a subscription. */
export type Leave = () => void;

function subjectOf(room: string): string {
  if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(room))
    throw new Error('a live room is named by letters, digits, - and _');
  return `live.${room}`;
}

export class LiveRooms {
  constructor(private readonly nats: NatsConnection) {}

  /** Says something to whoever listens now. Nobody may. */
  publish(room: string, data: unknown): void {
    this.nats.publish(subjectOf(room), JSON.stringify(data));
  }

  /** Hears what is said in a room from now on; `data` is unchecked. */
  subscribe(room: string, hear: (data: unknown) => void): Leave {
    const subscription = this.nats.subscribe(subjectOf(room), {
      callback: (error, message) => {
        if (error) return;
        hear(message.json());
      },
    });
    return () => subscription.unsubscribe();
  }
}
