/** Leaving for good, and the certificate of it. */
import { ErasureCertificate, Leave, MyLeaving, StayAfterAll } from '@sounding/contracts';
import { route } from '@sounding/door';

export const erasureRoutes = [
  route('GET', '/api/v1/account/leaving', MyLeaving, 'What leaving would mean, or how far it is.'),
  route('POST', '/api/v1/account/leaving', Leave, 'Asks to be erased, with the password.', {
    guarded: true,
    status: 202,
  }),
  route('DELETE', '/api/v1/account/leaving', StayAfterAll, 'Calls it off.'),
  route('GET', '/api/v1/erased/:token', ErasureCertificate, 'The certificate of an erasure; it names nobody.'),
];
