/** Stands in for an owner that is not started in a test file: answers one of its requests. */
import { headers, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { verifier, wire } from '@sounding/bus';
import { type Input, type Output, Refusal, type Request } from '@sounding/contracts';

export interface Asked {
  /** From the token, checked as the owner would; null without one. */
  readonly account: string | null;
  readonly realm: 'client' | 'staff' | null;
  readonly idempotencyKey: string | null;
}

export type StandIn<C extends Request> = (input: Input<C>, asked: Asked) => Output<C> | Promise<Output<C>>;

export class StandIns {
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #nats: NatsConnection;
  readonly #verify: ReturnType<typeof verifier>;

  constructor(nats: NatsConnection, tokenKeys: string) {
    this.#nats = nats;
    this.#verify = verifier(tokenKeys);
  }

  /** The newest answer for a contract counts. */
  answer<C extends Request>(contract: C, answer: StandIn<C>): void {
    this.#subscriptions.get(contract.subject)?.unsubscribe();
    const subscription = this.#nats.subscribe(contract.subject, {
      queue: contract.owner,
      callback: (error, message) => {
        if (!error) void this.#respond(contract, answer, message);
      },
    });
    this.#subscriptions.set(contract.subject, subscription);
  }

  /** From now on nobody answers, as when the owner is down. */
  silence(contract: Request): void {
    this.#subscriptions.get(contract.subject)?.unsubscribe();
    this.#subscriptions.delete(contract.subject);
  }

  async #respond<C extends Request>(contract: C, answer: StandIn<C>, message: Msg): Promise<void> {
    const sent = headers();
    let body: unknown = null;
    try {
      const input = contract.input.parse(message.json()) as Input<C>;
      body = contract.output.parse(await answer(input, await this.#asked(contract, message)));
      sent.set(wire.STATUS, 'ok');
    } catch (error) {
      const refusal = error instanceof Refusal;
      sent.set(wire.STATUS, refusal ? 'refusal' : 'failed');
      if (refusal) body = { code: error.code, detail: error.detail, facts: error.facts };
      // Whoever wrote the stand-in should see why it broke; the asker only learns that the owner failed.
      else console.error(`The stand-in for ${contract.name} failed:`, error);
    }
    message.respond(JSON.stringify(body), { headers: sent });
  }

  async #asked(contract: Request, message: Msg): Promise<Asked> {
    const token = message.headers?.get(wire.TOKEN);
    const person = token ? await this.#verify(token, contract.owner) : null;
    return {
      account: person?.account ?? null,
      realm: person?.realm ?? null,
      idempotencyKey: message.headers?.get(wire.KEY) || null,
    };
  }
}
