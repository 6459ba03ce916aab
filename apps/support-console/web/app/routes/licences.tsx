import type { LicencesWaiting, Output } from '@sounding/contracts';
import { When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Licences · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const { licences } = await load(request, () => apiOf(context).get<Output<typeof LicencesWaiting>>('/licences'));
  return { licences, zone: person.zone };
}

export default function Licences(): ReactNode {
  const { licences, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>Licences</h1>
      <p>Therapy can be booked only after we have found the provider’s licence in its register.</p>
      {licences.length === 0 ? (
        <p className="quiet">No licence waits for our check.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
        <section className="table-wrap" aria-label="Licences that wait" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">Licence</th>
                <th scope="col" className="number">
                  Listings that wait
                </th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {licences.map((licence) => (
                <tr key={licence.providerId} data-licence={licence.providerId}>
                  <td>
                    <Link to={`/providers/${licence.providerId}`}>{licence.displayName}</Link>
                  </td>
                  <td>
                    <code>{licence.number}</code>
                  </td>
                  <td className="number">{licence.listings}</td>
                  <td>
                    <When at={licence.since} zone={zone} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
