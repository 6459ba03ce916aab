/** For whom a door's token is good: the called service, and those that the contracts let it call on the person's behalf. */
import { REQUESTS, type Request } from '@sounding/contracts';
import type { Realm } from './messages.ts';

function serves(request: Request, realm: Realm): boolean {
  return request.who === 'anyone' || request.who === (realm === 'staff' ? 'staff' : 'person');
}

/** The audience of a token for `contract`, sorted: its owner, whom its owner may ask for such a person, and so on. */
export function audienceOf(
  contract: Request,
  realm: Realm,
  requests: readonly Request[] = REQUESTS,
): readonly string[] {
  const audience = new Set<string>([contract.owner]);
  for (const member of audience) {
    for (const request of requests) {
      if (serves(request, realm) && (request.from as readonly string[]).includes(member)) audience.add(request.owner);
    }
  }
  return [...audience].sort();
}
