import { Button } from '@mantine/core';
import type { MyCatalog, Output } from '@sounding/contracts';
import { AllIn, duration, StillWater } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, redirect, useLoaderData } from 'react-router';
import { ModeTag } from '../parts/ListingCard.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';

export const meta: MetaFunction = () => [{ title: 'Your listings · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await load(request, () => personOf(request, context));
  const { provider, listings } = await load(request, () => apiOf(context).get<Output<typeof MyCatalog>>('/provider'));
  if (!provider) throw redirect('/provider/profile');
  return { handle: provider.handle, listings };
}

export default function Listings(): ReactNode {
  const { handle, listings } = useLoaderData<typeof loader>();
  return (
    <>
      <ProviderNav handle={handle} />
      <h1>Your listings</h1>
      {listings.length === 0 && <StillWater />}
      <ul className="plain stack">
        {listings.map((listing) => (
          <li key={listing.id} className="card">
            <p className="row small">
              <span className={listing.state === 'published' ? 'tag tag-good' : 'tag'}>
                {listing.state === 'published' ? 'Published' : 'Draft'}
              </span>
              <ModeTag mode={listing.mode} />
              {duration(listing.durationMinutes)}
            </p>
            <h2 className="listing-title">
              <Link to={`/provider/listings/${listing.id}`}>{listing.title}</Link>
            </h2>
            <AllIn allIn={listing.allIn} fee={listing.fee} />
          </li>
        ))}
      </ul>
      <p className="book-form">
        <Button component={Link} to="/provider/listings/new">
          Write a listing
        </Button>
      </p>
    </>
  );
}
