import '@fontsource-variable/source-sans-3/wght.css';
import '@sounding/ui/mantine.css';
import '@sounding/ui/styles.css';
import './console.css';
import type { Session } from '@sounding/contracts';
import { Frame, ProblemPage, problemOf } from '@sounding/ui';
import { visit } from '@sounding/ui/api';
import { sessionOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  NavLink,
  Outlet,
  useRouteError,
  useRouteLoaderData,
} from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Support console' }, { name: 'robots', content: 'noindex' }];

export function links() {
  return [{ rel: 'icon', href: '/mark.svg', type: 'image/svg+xml' }];
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { nonce, traceId } = context.get(visit);
  if (new URL(request.url).pathname.startsWith('/help/now')) return { nonce, traceId, session: null };
  return { nonce, traceId, session: await sessionOf(context).catch(() => null) };
}

export function Layout({ children }: { children: ReactNode }): ReactNode {
  const root = useRouteLoaderData<typeof loader>('root');
  return (
    <Frame look="dense" nonce={root?.nonce} scripts={useRouteLoaderData('routes/help.now') === undefined}>
      <Header session={root?.session ?? null} />
      <main id="main" className="page" tabIndex={-1}>
        {children}
      </main>
      <footer className="page console-foot">
        <p>
          <strong>In danger now?</strong> You, or the person you are writing with:{' '}
          <a href="/help/now">emergency and crisis numbers by country</a>.
        </p>
      </footer>
    </Frame>
  );
}

function Header({ session }: { session: Session | null }): ReactNode {
  return (
    <header className="console-header">
      <div className="page console-header-inner">
        <Link to="/" className="console-brand">
          Sounding <span>support</span>
        </Link>
        {session && (
          <>
            <nav aria-label="Main" className="console-nav">
              <NavLink to="/" end>
                Tickets
              </NavLink>
              <NavLink to="/books">Books</NavLink>
              <NavLink to="/licences">Licences</NavLink>
              <NavLink to="/reviews">Reviews</NavLink>
              <NavLink to="/rooms">Rooms</NavLink>
              <NavLink to="/looks">Who looked</NavLink>
            </nav>
            <Form method="get" action="/find" role="search" className="console-find">
              <label htmlFor="find" className="visually-hidden">
                Booking or account id
              </label>
              <input id="find" name="id" placeholder="Booking id" required />
              <button type="submit" name="what" value="bookings">
                Booking
              </button>
              <button type="submit" name="what" value="providers">
                Provider
              </button>
            </Form>
            <NavLink to="/security" className="console-own">
              How you sign in
            </NavLink>
            <Form method="post" action="/sign-out">
              <button type="submit" className="console-out">
                Sign out {session.alias}
              </button>
            </Form>
          </>
        )}
      </div>
    </header>
  );
}

export default function App(): ReactNode {
  return <Outlet />;
}

export function ErrorBoundary(): ReactNode {
  const error = useRouteError();
  const root = useRouteLoaderData<typeof loader>('root');
  return (
    <ProblemPage problem={problemOf(error, root?.traceId ?? '')}>
      <p>
        <Link to="/">Back to the tickets</Link>
      </p>
    </ProblemPage>
  );
}
