import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  ApproveGlass,
  AskToBreakGlass,
  EndGlass,
  Glasses as GlassList,
  type Input,
  ReadThroughGlass,
  ViewGlass,
} from '@sounding/contracts';
import type { Prisma } from '../generated/prisma/client.ts';
import { Glasses } from './glass.store.ts';

type Asked = Call<Prisma.TransactionClient>;

@Controller()
export class GlassHandlers {
  constructor(private readonly glasses: Glasses) {}

  @Handle(AskToBreakGlass) ask(input: Input<typeof AskToBreakGlass>, call: Asked) {
    return this.glasses.ask(input, call);
  }
  @Handle(GlassList) list() {
    return this.glasses.list();
  }
  @Handle(ViewGlass) view(input: Input<typeof ViewGlass>) {
    return this.glasses.view(input);
  }
  @Handle(ApproveGlass) approve(input: Input<typeof ApproveGlass>, call: Asked) {
    return this.glasses.approve(input, call);
  }
  @Handle(ReadThroughGlass) read(input: Input<typeof ReadThroughGlass>, call: Asked) {
    return this.glasses.read(input, call);
  }
  @Handle(EndGlass) end(input: Input<typeof EndGlass>, call: Asked) {
    return this.glasses.end(input, call);
  }
}
