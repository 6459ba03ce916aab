import type { Output, WhoLooked } from '@sounding/contracts';
import { When } from '@sounding/ui';
import { apiOf, load } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { told } from '../parts/looked.ts';

export const meta: MetaFunction = () => [{ title: 'Who looked · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const before = new URL(request.url).searchParams.get('before');
  const [person, page] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      apiOf(context).get<Output<typeof WhoLooked>>('/account/who-looked', { before }),
    ]),
  );
  return { ...page, isFirst: before === null, zone: person.zone };
}

export default function WhoLookedPage(): ReactNode {
  const { looks, more, isFirst, zone } = useLoaderData<typeof loader>();
  return (
    <div className="reading">
      <p>
        <Link to="/account">Your account</Link>
      </p>
      <h1>Who looked</h1>
      <p className="lead">
        Each time somebody of our staff reads something of yours, it is written down here before they see it, with the
        reason. Nobody can take a line out.
      </p>
      <p>
        What you and the other side write to each other in a room, none of us can read, unless two of us agree that
        safety or the law needs it. Then you get a mail at once.
      </p>
      {looks.length === 0 && <p className="quiet">{isFirst ? 'Nobody has looked.' : 'There is nothing earlier.'}</p>}
      <ol className="plain stack">
        {looks.map((look) => (
          <li key={look.number} data-look={look.number}>
            <Line look={look} zone={zone} />
          </li>
        ))}
      </ol>
      <p className="row">
        {!isFirst && <Link to="/account/who-looked">The newest</Link>}
        {more && <Link to={`/account/who-looked?before=${looks.at(-1)?.number}`}>Earlier</Link>}
      </p>
      <p className="quiet">
        Is something here that you cannot explain? <Link to="/tickets/new">Ask us</Link>.
      </p>
    </div>
  );
}

type Look = Output<typeof WhoLooked>['looks'][number];

function Line({ look, zone }: { look: Look; zone: string }): ReactNode {
  const { did, because, path } = told(look);
  return (
    <p>
      <span className="quiet">
        <When at={look.at} zone={zone} />:
      </span>{' '}
      A member of support {path ? <Link to={path}>{did}</Link> : did}, {because}.
    </p>
  );
}
