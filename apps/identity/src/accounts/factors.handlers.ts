/** Finishing a sign-in, and the second factors of whoever is signed in: one line each, for both realms. */
import { Controller, Inject } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  BeginTotp,
  ConfirmTotp,
  Factors,
  FinishSignIn,
  HalfWay,
  type Input,
  RemoveTotp,
  RenewRecoveryCodes,
  refuse,
  StaffBeginEnrolment,
  StaffBeginTotp,
  StaffConfirmTotp,
  StaffFactors,
  StaffFinishEnrolment,
  StaffFinishSignIn,
  StaffHalfWay,
  StaffRemoveTotp,
  StaffRenewRecoveryCodes,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { CLIENT_REALM, type Realm, STAFF_REALM } from './realm.store.ts';

@Controller()
export class FactorHandlers {
  constructor(
    private readonly clock: Clock,
    private readonly db: PrismaClient,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
    @Inject(STAFF_REALM) private readonly staff: Realm,
  ) {}

  @Handle(HalfWay) halfWay(input: Input<typeof HalfWay>) {
    return this.clients.halfWay(input.half, this.clock.now());
  }
  @Handle(StaffHalfWay) staffHalfWay(input: Input<typeof StaffHalfWay>) {
    return this.staff.halfWay(input.half, this.clock.now());
  }
  @Handle(FinishSignIn) finish(input: Input<typeof FinishSignIn>) {
    return this.clients.finish(input, this.clock.now());
  }
  @Handle(StaffFinishSignIn) staffFinish(input: Input<typeof StaffFinishSignIn>) {
    return this.staff.finish(input, this.clock.now());
  }
  @Handle(StaffBeginEnrolment) beginEnrolment(input: Input<typeof StaffBeginEnrolment>) {
    return this.staff.beginEnrolment(input.half, this.clock.now());
  }
  @Handle(StaffFinishEnrolment) finishEnrolment(input: Input<typeof StaffFinishEnrolment>) {
    return this.staff.finishEnrolment(input, this.clock.now());
  }

  @Handle(Factors) factors(_input: Input<typeof Factors>, call: Call) {
    return this.factorsOf(this.clients, call.person());
  }
  @Handle(StaffFactors) staffFactors(_input: Input<typeof StaffFactors>, call: Call) {
    return this.factorsOf(this.staff, call.person());
  }
  @Handle(BeginTotp) beginTotp(_input: Input<typeof BeginTotp>, call: Call) {
    return this.clients.factors.beginTotp(call.person());
  }
  @Handle(StaffBeginTotp) staffBeginTotp(_input: Input<typeof StaffBeginTotp>, call: Call) {
    return this.staff.factors.beginTotp(call.person());
  }
  @Handle(ConfirmTotp) confirmTotp(input: Input<typeof ConfirmTotp>, call: Call) {
    return this.confirm(this.clients, call.person(), input);
  }
  @Handle(StaffConfirmTotp) staffConfirmTotp(input: Input<typeof StaffConfirmTotp>, call: Call) {
    return this.confirm(this.staff, call.person(), input);
  }
  @Handle(RemoveTotp) removeTotp(input: Input<typeof RemoveTotp>, call: Call) {
    return this.remove(this.clients, call.person(), input);
  }
  @Handle(StaffRemoveTotp) staffRemoveTotp(input: Input<typeof StaffRemoveTotp>, call: Call) {
    return this.remove(this.staff, call.person(), input);
  }
  @Handle(RenewRecoveryCodes) renew(input: Input<typeof RenewRecoveryCodes>, call: Call) {
    return this.renewed(this.clients, call.person(), input);
  }
  @Handle(StaffRenewRecoveryCodes) staffRenew(input: Input<typeof StaffRenewRecoveryCodes>, call: Call) {
    return this.renewed(this.staff, call.person(), input);
  }

  private async factorsOf(realm: Realm, accountId: string) {
    return { ...(await realm.factors.of(accountId)), passkeys: await realm.passkeys.list(accountId) };
  }

  private async confirm(realm: Realm, accountId: string, { token, code, proof }: Input<typeof ConfirmTotp>) {
    const now = this.clock.now();
    await realm.mustProve(accountId, proof, now, true);
    const { changed, ...signedIn } = await realm.changeFactors(accountId, token, this.clock.now(), async (tx) => {
      const codes = await realm.factors.confirmTotp(tx, accountId, code, now);
      if (codes) return codes;
      throw refuse(
        ConfirmTotp,
        'wrong-code',
        'This is not the code that the app shows for this secret. Please try again.',
      );
    });
    return { ...signedIn, recoveryCodes: changed };
  }

  private async remove(realm: Realm, accountId: string, { token, proof }: Input<typeof RemoveTotp>) {
    await realm.mustProve(accountId, proof, this.clock.now(), true);
    const { changed: _, ...signedIn } = await realm.changeFactors(accountId, token, this.clock.now(), async (tx) => {
      await realm.factors.removeTotp(tx, accountId);
      // In the same commit, so that two removals at once cannot leave staff with none.
      if (realm.name === 'client' || (await realm.factors.ways(tx, accountId)).length > 0) return;
      throw refuse(RemoveTotp, 'last-factor', 'Staff always have a second step. Add another one first.');
    });
    return signedIn;
  }

  private async renewed(realm: Realm, accountId: string, { token, proof }: Input<typeof RenewRecoveryCodes>) {
    if ((await realm.factors.ways(this.db, accountId)).length === 0)
      throw refuse(
        RenewRecoveryCodes,
        'no-second-factor',
        'Recovery codes stand in for a second step. Please add one first.',
      );
    await realm.mustProve(accountId, proof, this.clock.now(), true);
    const { changed, ...signedIn } = await realm.changeFactors(accountId, token, this.clock.now(), (tx) =>
      realm.factors.renewCodes(tx, accountId),
    );
    return { ...signedIn, recoveryCodes: changed };
  }
}
