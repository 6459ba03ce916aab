/** `@Handle(Contract)` answers a request; `@On(Event)` hears an event. Nest finds both as message patterns of our transport. */
import { Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type { Event, Input, Output, Request } from '@sounding/contracts';
import { type Observable, throwError } from 'rxjs';
import type { Call, Message } from './messages.ts';

export const BUS_TRANSPORT = Symbol('bus');

/** Nest would turn every unknown error into "Internal server error"; the bus wants to see it as it was thrown. */
@Catch()
export class AsThrown implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type Handler<C extends Request> = (input: Input<C>, call: Call<never>) => Promise<Output<C>>;
type Listener<E extends Event> = (message: Message<E, never>) => Promise<void>;

/** Answers the requests of one contract: `(input, call) => Promise<output>`. */
export function Handle<C extends Request>(contract: C) {
  return <H extends Handler<C>>(target: object, key: string, descriptor: TypedPropertyDescriptor<H>): void => {
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    UseFilters(AsThrown)(target, key, descriptor);
    MessagePattern(contract.subject, BUS_TRANSPORT, { contract })(target, key, descriptor);
  };
}

/** Hears one event: `(message) => Promise<void>`. */
export function On<E extends Event>(event: E) {
  return <L extends Listener<E>>(target: object, key: string, descriptor: TypedPropertyDescriptor<L>): void => {
    Payload()(target, key, 0);
    UseFilters(AsThrown)(target, key, descriptor);
    EventPattern(event.subject, BUS_TRANSPORT, { contract: event })(target, key, descriptor as PropertyDescriptor);
  };
}
