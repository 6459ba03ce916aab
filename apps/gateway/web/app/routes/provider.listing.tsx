import type { Categories, MyCatalog, Output } from '@sounding/contracts';
import { termsAt } from '@sounding/terms';
import { ProblemNotice } from '@sounding/ui';
import { act, apiOf, load, text, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import { type ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { treeOf } from '../categories.ts';
import { ListingForm, listingOf } from '../parts/ListingForm.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';
import { Publication } from '../parts/Publication.tsx';

export const meta: MetaFunction = () => [{ title: 'Your listing · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  await load(request, () => personOf(request, context));
  const [{ categories }, { provider, listings }] = await load(request, () =>
    Promise.all([api.get<Output<typeof Categories>>('/categories'), api.get<Output<typeof MyCatalog>>('/provider')]),
  );
  const listing = listings.find((one) => one.id === params.id);
  if (!listing || !provider) throw data(null, { status: 404 });
  const saved = new URL(request.url).searchParams.get('saved') === '1';
  const range = termsAt(context.get(visit).now).price;
  return { branches: treeOf(categories), provider, listing, range, saved };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const published = text(form, 'published');
  return act(request, async () => {
    if (published) {
      await apiOf(context).post(`/provider/listings/${params.id}/publication`, { published: published === 'yes' });
      return redirect(`/provider/listings/${params.id}`);
    }
    await apiOf(context).put(`/provider/listings/${params.id}`, listingOf(form));
    return redirect(`/provider/listings/${params.id}?saved=1`);
  });
}

export default function EditListing(): ReactNode {
  const { branches, provider, listing, range, saved } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <ProviderNav handle={provider.handle} />
      <div className="narrow">
        <h1>Your listing</h1>
        {saved && !refused && (
          <p role="status" className="card wash">
            Saved.
          </p>
        )}
        {/* Above both forms: what is refused when publishing would not be looked for beside the texts. */}
        <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
        <Publication listing={listing} licence={provider.licence} />
        <h2>What it says</h2>
        <p className="quiet">A new price holds for new bookings. Bills that are already made keep theirs.</p>
        <ListingForm
          key={JSON.stringify(listing)}
          listing={listing}
          branches={branches}
          fee={listing.fee}
          range={range}
          problem={null}
        />
      </div>
    </>
  );
}
