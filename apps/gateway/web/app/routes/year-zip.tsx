import { Button } from '@mantine/core';
import type { DocumentForm, Output, YearPdfs } from '@sounding/contracts';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import { type ReactNode, useEffect } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { ReloadWithoutScript } from '../parts/DocumentPdf.tsx';
import { refusedWords } from '../parts/documents.ts';
import { useLookAgain } from '../parts/look-again.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: loaderData ? `${loaderData.year} as ZIP · Sounding` : 'ZIP · Sounding' },
];

const LOOK_AGAIN_SECONDS = 3;

/** While PDFs are being made, the link to the ZIP of a year leads here, and from here the ZIP goes on by itself. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const form = search.get('form') ?? 'full';
  const year = encodeURIComponent(params.year ?? '');
  const [, { ready, all }] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      apiOf(context).get<Pick<Output<typeof YearPdfs>, 'ready' | 'all'>>(`/documents/years/${year}/files`, { form }),
    ]),
  );
  const refused = search.get('refused');
  // What failed for another reason than time is not tried again without a person who wants it.
  const byItself = refused === null || refused === 'rendering-busy';
  const zip = `/api/v1/documents/years/${year}.zip?form=${form as DocumentForm}`;
  return { ready, all, year, form, zip, refused: byItself ? null : refused };
}

export default function YearAsZip(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const { ready, all, year, refused } = page;
  return (
    <div className="narrow">
      <p>
        <Link to={`/documents?year=${year}`}>Receipts of {year}</Link>
      </p>
      <h1>{year} as ZIP</h1>
      {all === 0 ? (
        <p className="lead">You have no receipts of {year}, so there is nothing to put into a ZIP.</p>
      ) : ready < all ? (
        <Coming page={page} />
      ) : (
        <Ready page={page} byItself={refused === null} />
      )}
    </div>
  );
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

function Coming({ page: { ready, all, form } }: { page: Page }): ReactNode {
  useLookAgain(true, LOOK_AGAIN_SECONDS * 1000);
  return (
    <>
      <ReloadWithoutScript seconds={LOOK_AGAIN_SECONDS} />
      <p className="lead" role="status" data-ready={ready}>
        {ready} of {all} PDFs are ready.
      </p>
      <progress className="ready-bar" value={ready} max={all} aria-label="PDFs that are ready" />
      <p>The others are being made. You can leave this page open: the ZIP comes by itself once all are there.</p>
      <p>
        <a href={`?form=${form}`}>Look again</a>
      </p>
    </>
  );
}

function Ready({ page: { all, zip, refused }, byItself }: { page: Page; byItself: boolean }): ReactNode {
  useEffect(() => {
    if (byItself) window.location.assign(zip);
  }, [zip, byItself]);
  return (
    <>
      {refused && (
        <p className="card" role="status" data-refused={refused}>
          {refusedWords(refused)}
        </p>
      )}
      {byItself && <ReloadWithoutScript seconds={0} to={zip} />}
      <p className="lead" role="status" data-ready={all}>
        {all === 1 ? 'The PDF is ready.' : `All ${all} PDFs are ready.`}
        {byItself && ' The ZIP is on its way to you.'}
      </p>
      <p>{byItself ? 'If it does not come by itself:' : 'You can try once more:'}</p>
      <Button component="a" href={zip}>
        Download the ZIP
      </Button>
    </>
  );
}
