// A door as a process of its own, compiled, with telemetry loaded before it: what its spans are called is seen from outside.
import { ViewListing, WhoIs } from '@sounding/contracts';
import { route, runDoor } from '@sounding/door';

await runDoor({
  name: 'gateway',
  title: 'A door',
  realm: 'client',
  urlVariable: 'PUBLIC_URL',
  whoIs: WhoIs,
  routes: [route('GET', '/api/v1/listings/:listingId', ViewListing, 'A listing.')],
  open: () => undefined,
});
