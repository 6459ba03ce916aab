/** What one does about signing in once one is signed in: one line each, for both realms. */
import { Controller, Inject } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  ChangeEmail,
  ChangePassword,
  ConfirmNewEmail,
  EndOtherSessions,
  EndSession,
  type Input,
  ObjectToNewEmail,
  OpenLink,
  refuse,
  SendLink,
  Sessions,
  StaffChangePassword,
  StaffEndOtherSessions,
  StaffEndSession,
  StaffSessions,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { Addresses } from './email.store.ts';
import { Links } from './links.store.ts';
import { CLIENT_REALM, type Realm, STAFF_REALM } from './realm.store.ts';

@Controller()
export class SigningHandlers {
  constructor(
    private readonly clock: Clock,
    private readonly db: PrismaClient,
    private readonly addresses: Addresses,
    private readonly links: Links,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
    @Inject(STAFF_REALM) private readonly staff: Realm,
  ) {}

  @Handle(Sessions) sessions(input: Input<typeof Sessions>, call: Call) {
    return this.list(this.clients, input, call);
  }
  @Handle(StaffSessions) staffSessions(input: Input<typeof StaffSessions>, call: Call) {
    return this.list(this.staff, input, call);
  }
  @Handle(EndSession) endSession(input: Input<typeof EndSession>, call: Call) {
    return this.end(this.clients, input, call);
  }
  @Handle(StaffEndSession) staffEndSession(input: Input<typeof StaffEndSession>, call: Call) {
    return this.end(this.staff, input, call);
  }
  @Handle(EndOtherSessions) endOthers(input: Input<typeof EndOtherSessions>, call: Call) {
    return this.endOthersOf(this.clients, input, call);
  }
  @Handle(StaffEndOtherSessions) staffEndOthers(input: Input<typeof StaffEndOtherSessions>, call: Call) {
    return this.endOthersOf(this.staff, input, call);
  }
  @Handle(ChangePassword) changePassword(input: Input<typeof ChangePassword>, call: Call) {
    return this.clients.changePassword(call.person(), input, this.clock.now());
  }
  @Handle(StaffChangePassword) staffChangePassword(input: Input<typeof StaffChangePassword>, call: Call) {
    return this.staff.changePassword(call.person(), input, this.clock.now());
  }

  @Handle(SendLink) sendLink(input: Input<typeof SendLink>) {
    return this.links.send(input);
  }
  @Handle(OpenLink) openLink(input: Input<typeof OpenLink>) {
    return this.links.open(input);
  }

  @Handle(ChangeEmail) changeEmail(input: Input<typeof ChangeEmail>, call: Call) {
    return this.addresses.change(call.person(), input);
  }
  @Handle(ConfirmNewEmail) confirmNewEmail(input: Input<typeof ConfirmNewEmail>, call: Call) {
    return this.addresses.confirm(call.person(), input);
  }
  @Handle(ObjectToNewEmail) object(input: Input<typeof ObjectToNewEmail>) {
    return this.addresses.object(input);
  }

  private async list(realm: Realm, { token }: Input<typeof Sessions>, call: Call) {
    return { sessions: await realm.sessions.list(call.person(), token, this.clock.now()) };
  }

  private async end(realm: Realm, { sessionId }: Input<typeof EndSession>, call: Call) {
    if (await realm.sessions.end(call.person(), sessionId)) return {};
    throw refuse(EndSession, 'not-found', 'You are not signed in there any more.');
  }

  private async endOthersOf(realm: Realm, { token }: Input<typeof EndOtherSessions>, call: Call) {
    return { ended: await realm.sessions.endOthers(this.db, call.person(), token) };
  }
}
