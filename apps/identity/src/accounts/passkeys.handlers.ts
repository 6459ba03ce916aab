/** Passkeys: one line each, for both realms. */
import { Controller, Inject } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  AddPasskey,
  BeginPasskey,
  BeginPasskeySignIn,
  FinishPasskeySignIn,
  type Input,
  RemovePasskey,
  RenamePasskey,
  refuse,
  StaffAddPasskey,
  StaffBeginPasskey,
  StaffBeginPasskeySignIn,
  StaffFinishPasskeySignIn,
  StaffRemovePasskey,
  StaffRenamePasskey,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { CLIENT_REALM, type Realm, STAFF_REALM } from './realm.store.ts';

@Controller()
export class PasskeyHandlers {
  constructor(
    private readonly clock: Clock,
    private readonly db: PrismaClient,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
    @Inject(STAFF_REALM) private readonly staff: Realm,
  ) {}

  @Handle(BeginPasskeySignIn) beginSignIn(input: Input<typeof BeginPasskeySignIn>) {
    return this.clients.beginPasskeySignIn(input.half ?? null, this.clock.now());
  }
  @Handle(StaffBeginPasskeySignIn) staffBeginSignIn(input: Input<typeof StaffBeginPasskeySignIn>) {
    return this.staff.beginPasskeySignIn(input.half ?? null, this.clock.now());
  }
  @Handle(FinishPasskeySignIn) finishSignIn(input: Input<typeof FinishPasskeySignIn>) {
    return this.clients.finishPasskeySignIn(input, this.clock.now());
  }
  @Handle(StaffFinishPasskeySignIn) staffFinishSignIn(input: Input<typeof StaffFinishPasskeySignIn>) {
    return this.staff.finishPasskeySignIn(input, this.clock.now());
  }

  @Handle(BeginPasskey) begin(input: Input<typeof BeginPasskey>, call: Call) {
    return this.beginOf(this.clients, call.person(), input);
  }
  @Handle(StaffBeginPasskey) staffBegin(input: Input<typeof StaffBeginPasskey>, call: Call) {
    return this.beginOf(this.staff, call.person(), input);
  }
  @Handle(AddPasskey) add(input: Input<typeof AddPasskey>, call: Call) {
    return this.addTo(this.clients, call.person(), input);
  }
  @Handle(StaffAddPasskey) staffAdd(input: Input<typeof StaffAddPasskey>, call: Call) {
    return this.addTo(this.staff, call.person(), input);
  }
  @Handle(RenamePasskey) rename(input: Input<typeof RenamePasskey>, call: Call) {
    return this.renameOf(this.clients, call.person(), input);
  }
  @Handle(StaffRenamePasskey) staffRename(input: Input<typeof StaffRenamePasskey>, call: Call) {
    return this.renameOf(this.staff, call.person(), input);
  }
  @Handle(RemovePasskey) remove(input: Input<typeof RemovePasskey>, call: Call) {
    return this.removeOf(this.clients, call.person(), input);
  }
  @Handle(StaffRemovePasskey) staffRemove(input: Input<typeof StaffRemovePasskey>, call: Call) {
    return this.removeOf(this.staff, call.person(), input);
  }

  private async beginOf(realm: Realm, accountId: string, { proof }: Input<typeof BeginPasskey>) {
    const now = this.clock.now();
    await realm.mustProve(accountId, proof, now, true);
    const options = await realm.passkeys.creation(accountId);
    const begun = await realm.halves.begin(this.db, { accountId, step: 'new-passkey', keep: options.challenge }, now);
    return { ...begun, options: { ...options } };
  }

  private async addTo(realm: Realm, accountId: string, { token, half, response, name }: Input<typeof AddPasskey>) {
    const now = this.clock.now();
    const found = await realm.halves.take(half, ['new-passkey'], now);
    if (found.accountId !== accountId) throw refuse(AddPasskey, 'sign-in-over', 'Please begin again.');
    const { changed, ...signedIn } = await realm.changeFactors(accountId, token, this.clock.now(), async (tx) => {
      const first = (await realm.factors.ways(tx, accountId)).length === 0;
      await realm.passkeys.add(tx, accountId, { response, challenge: found.kept, name }, now);
      await realm.halves.finish(tx, found);
      return first ? realm.factors.renewCodes(tx, accountId) : [];
    });
    return { ...signedIn, recoveryCodes: changed };
  }

  private async renameOf(realm: Realm, accountId: string, { passkeyId, name }: Input<typeof RenamePasskey>) {
    await realm.passkeys.rename(accountId, passkeyId, name);
    return {};
  }

  private async removeOf(realm: Realm, accountId: string, { token, passkeyId, proof }: Input<typeof RemovePasskey>) {
    await realm.mustProve(accountId, proof, this.clock.now(), true);
    const { changed: _, ...signedIn } = await realm.changeFactors(accountId, token, this.clock.now(), async (tx) => {
      await realm.passkeys.remove(tx, accountId, passkeyId);
      await realm.factors.tidyCodes(tx, accountId);
      if (realm.name === 'client' || (await realm.factors.ways(tx, accountId)).length > 0) return;
      throw refuse(RemovePasskey, 'last-factor', 'Staff always have a second step. Add another one first.');
    });
    return signedIn;
  }
}
