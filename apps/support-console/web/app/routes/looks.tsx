import { TextInput } from '@mantine/core';
import type { LooksOfStaff, Output } from '@sounding/contracts';
import { Submit, When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Form, Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Who looked · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const { searchParams } = new URL(request.url);
  const [staffId, before] = [searchParams.get('staff')?.trim() ?? '', searchParams.get('before')];
  const page = await load(request, () =>
    apiOf(context).get<Output<typeof LooksOfStaff>>('/looks', { staffId, before }),
  );
  return { ...page, staffId, me: person.accountId, zone: person.zone };
}

export default function Looks(): ReactNode {
  const { looks, more, staffId, me, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>Who looked</h1>
      <p>
        Every reading of a person’s data by staff, the newest first. Nothing can be changed or taken out; the whole of
        it is verified every night. <Link to={`/looks?staff=${me}`}>Your own</Link> ·{' '}
        <Link to="/looks">Everybody’s</Link>
      </p>
      <Form method="get" className="books-ask" aria-label="Of one member of staff">
        <TextInput name="staff" label="Staff id" defaultValue={staffId} required />
        <Submit>Search</Submit>
      </Form>
      {looks.length === 0 && <p className="quiet">Nothing was read.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard. */}
      <section className="table-wrap" aria-label="Readings" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="number">
                Number
              </th>
              <th scope="col">When</th>
              <th scope="col">Staff</th>
              <th scope="col">What</th>
              <th scope="col">Of</th>
              <th scope="col">Because</th>
            </tr>
          </thead>
          <tbody>
            {looks.map((look) => (
              <tr key={look.number} data-look={look.number}>
                <td className="number">{look.number}</td>
                <td>
                  <When at={look.at} zone={zone} />
                </td>
                <td>{look.staffId === me ? 'you' : <code className="small">{look.staffId}</code>}</td>
                <td>{look.what}</td>
                <td>
                  <code className="small">{look.personId}</code>
                </td>
                <td>
                  {look.because} <code className="small">{look.ref}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more && <Link to={`/looks?staff=${staffId}&before=${looks.at(-1)?.number}`}>Earlier</Link>}
    </>
  );
}
