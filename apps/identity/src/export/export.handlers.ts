/** The copy of a person's data, one line a contract. */
import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import { BeginExport, ExportIdentity, type Input, OpenExport } from '@sounding/contracts';
import { exportPage } from '@sounding/service';
import { Exported } from './export.store.ts';

@Controller()
export class ExportHandlers {
  constructor(private readonly exported: Exported) {}

  @Handle(BeginExport) begin(input: Input<typeof BeginExport>, call: Call) {
    return this.exported.begin(call.person(), input);
  }
  @Handle(OpenExport) open(input: Input<typeof OpenExport>, call: Call) {
    return this.exported.open(call.person(), input);
  }
  @Handle(ExportIdentity) page({ after }: Input<typeof ExportIdentity>, call: Call) {
    return exportPage(this.exported.partsOf(call.person()), after);
  }
}
