import type { Listing, Provider } from '@sounding/contracts';
import { AllIn, Submit } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, Link } from 'react-router';

function meaningOf({ state, mode }: Listing, licence: Provider['licence']): string {
  if (mode === 'therapy' && licence === 'none')
    return 'Therapy needs a licence. Add its number to your profile first; we check it with the register.';
  if (mode === 'therapy' && licence !== 'verified')
    return state === 'draft'
      ? 'Therapy can be published once your licence is verified. We are looking it up in the register.'
      : 'Clients see this page and no times until your licence is verified again.';
  if (state === 'draft') return 'Only you see it. Clients find it once you publish it.';
  return 'Clients find it by its words, and book it wherever your hours leave a free time.';
}

/** Whether clients can find a listing, and the button that changes it. */
export function Publication({ listing, licence }: { listing: Listing; licence: Provider['licence'] }): ReactNode {
  const published = listing.state === 'published';
  return (
    <section className="card" aria-label="Publication" data-state={listing.state}>
      <p className="row">
        <span className={published ? 'tag tag-good' : 'tag'}>{published ? 'Published' : 'Draft'}</span>
        <AllIn allIn={listing.allIn} fee={listing.fee} />
      </p>
      <p>{meaningOf(listing, licence)}</p>
      <Form method="post" className="row">
        <Submit name="published" value={published ? 'no' : 'yes'} variant={published ? 'default' : 'filled'}>
          {published ? 'Take down' : 'Publish'}
        </Submit>
        <Link to={`/listings/${listing.id}`}>See it as clients do</Link>
        <Link to="/provider/schedule">Hours</Link>
      </Form>
    </section>
  );
}
