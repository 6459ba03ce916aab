import type { Categories, Listing, MyCatalog, Output } from '@sounding/contracts';
import { termsAt } from '@sounding/terms';
import { act, apiOf, load, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { treeOf } from '../categories.ts';
import { ListingForm, listingOf } from '../parts/ListingForm.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';

export const meta: MetaFunction = () => [{ title: 'A new listing · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  await load(request, () => personOf(request, context));
  const [{ categories }, { provider }] = await load(request, () =>
    Promise.all([api.get<Output<typeof Categories>>('/categories'), api.get<Output<typeof MyCatalog>>('/provider')]),
  );
  if (!provider) throw redirect('/provider/profile');
  const { handlingFee, price } = termsAt(context.get(visit).now);
  return { branches: treeOf(categories), handle: provider.handle, fee: handlingFee, range: price };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const listing = await apiOf(context).post<Listing>('/provider/listings', listingOf(form));
    return redirect(`/provider/listings/${listing.id}?saved=1`);
  });
}

export default function NewListing(): ReactNode {
  const { branches, handle, fee, range } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <ProviderNav handle={handle} />
      <div className="narrow">
        <h1>A new listing</h1>
        <p>Nobody sees it until you publish it.</p>
        <ListingForm
          listing={null}
          branches={branches}
          fee={fee}
          range={range}
          problem={refused && 'problem' in refused ? refused.problem : null}
        />
      </div>
    </>
  );
}
