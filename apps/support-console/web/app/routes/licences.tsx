import { When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';

/** The list says what waits and since when; whose it is, is on the page of the one that is looked at. */
interface Waiting {
  licences: { providerId: string; listings: number; since: string }[];
}
interface Stated {
  credentials: { credentialId: string; since: string }[];
}

export const meta: MetaFunction = () => [{ title: 'Licences and credentials · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const api = apiOf(context);
  const [{ licences }, { credentials }] = await load(request, () =>
    Promise.all([api.get<Waiting>('/licences'), api.get<Stated>('/credentials')]),
  );
  return { licences, credentials, zone: person.zone };
}

export default function Licences(): ReactNode {
  const { licences, credentials, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>Licences and credentials</h1>
      <p>
        Therapy can be booked only after we have found the provider’s licence in its register. Whoever’s is checked
        reads that somebody looked.
      </p>
      {licences.length === 0 ? (
        <p className="quiet">No licence waits for our check.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
        <section className="table-wrap" aria-label="Licences that wait" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
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
                    <Link to={`/providers/${licence.providerId}?check=licence`}>Check it</Link>
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
      <h2>Credentials</h2>
      <p>Clients read “as stated” beside a credential until we have seen its paper.</p>
      {credentials.length === 0 && <p className="quiet">No credential waits for our look.</p>}
      <ul className="plain stack">
        {credentials.map((one) => (
          <li key={one.credentialId} className="card">
            <p>
              <Link to={`/credentials/${one.credentialId}`}>A credential</Link> since{' '}
              <When at={one.since} zone={zone} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
