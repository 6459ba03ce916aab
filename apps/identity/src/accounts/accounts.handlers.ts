/** Identity's contracts, one line each. */
import { Controller, Inject } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  Aliases,
  ChangeAccount,
  ConfirmEmail,
  type Input,
  MyAccount,
  Parties,
  refuse,
  SendCode,
  SetPassword,
  SignIn,
  SignOut,
  SignUp,
  StaffSignIn,
  StaffSignOut,
  StaffWhoIs,
  WhoIs,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { Agreements } from '../agreements/agreements.store.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { Accounts } from './accounts.store.ts';
import { CLIENT_REALM, type Realm, STAFF_REALM } from './realm.store.ts';

@Controller()
export class AccountHandlers {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
    private readonly agreements: Agreements,
    private readonly db: PrismaClient,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
    @Inject(STAFF_REALM) private readonly staff: Realm,
  ) {}

  @Handle(SignUp) signUp(input: Input<typeof SignUp>) {
    return this.accounts.signUp(input);
  }
  @Handle(ConfirmEmail) confirm(input: Input<typeof ConfirmEmail>) {
    return this.accounts.confirm(input);
  }
  @Handle(SendCode) sendCode(input: Input<typeof SendCode>) {
    return this.accounts.sendCode(input);
  }
  @Handle(SetPassword) setPassword(input: Input<typeof SetPassword>) {
    return this.accounts.setPassword(input);
  }
  @Handle(SignIn) signIn(input: Input<typeof SignIn>) {
    return this.accounts.signIn(input);
  }
  @Handle(WhoIs) async whoIs(input: Input<typeof WhoIs>) {
    return this.agreements.mark(await this.clients.sessions.whoIs(input.token, this.clock.now()));
  }
  @Handle(SignOut) async signOut(input: Input<typeof SignOut>) {
    await this.clients.sessions.signOut(input.token);
    return {};
  }
  @Handle(MyAccount) mine(_input: Input<typeof MyAccount>, call: Call) {
    return this.accounts.mine(call.person());
  }
  @Handle(ChangeAccount) change(input: Input<typeof ChangeAccount>, call: Call) {
    return this.accounts.change(call.person(), input);
  }
  @Handle(Aliases) aliases(input: Input<typeof Aliases>) {
    return this.accounts.aliases(input.accountIds);
  }
  @Handle(Parties) parties(input: Input<typeof Parties>) {
    return this.accounts.parties(input.accountIds);
  }

  @Handle(StaffSignIn) async staffSignIn(input: Input<typeof StaffSignIn>) {
    const now = this.clock.now();
    const answer = await this.staff.withPassword(input.email, input.password, now);
    if (answer !== null && answer !== 'unconfirmed') return this.staff.proceed(this.db, answer, now, input);
    throw refuse(StaffSignIn, 'wrong-credentials', 'Address and password do not fit together. Please try again.');
  }
  @Handle(StaffWhoIs) staffWhoIs(input: Input<typeof StaffWhoIs>) {
    return this.staff.sessions.whoIs(input.token, this.clock.now());
  }
  @Handle(StaffSignOut) async staffSignOut(input: Input<typeof StaffSignOut>) {
    await this.staff.sessions.signOut(input.token);
    return {};
  }
}
