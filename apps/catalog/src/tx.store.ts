import type { Call, Message } from '@sounding/bus';
import type { Event } from '@sounding/contracts';
import type { Prisma } from './generated/prisma/client.ts';

export type Tx = Prisma.TransactionClient;
export type Asked = Call<Tx>;
export type Heard<E extends Event> = Message<E, Tx>;
