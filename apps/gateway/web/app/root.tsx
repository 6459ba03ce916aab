import '@fontsource-variable/fraunces/opsz.css';
import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource-variable/source-sans-3/wght-italic.css';
import '@sounding/ui/mantine.css';
import '@sounding/ui/styles.css';
import './site.css';
import { deviceZone, Frame, ProblemPage, problemOf } from '@sounding/ui';
import { backTo, visit } from '@sounding/ui/api';
import { sessionOf } from '@sounding/ui/session';
import { type ReactNode, useEffect } from 'react';
import {
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  type MiddlewareFunction,
  Outlet,
  redirect,
  type ShouldRevalidateFunctionArgs,
  useRevalidator,
  useRouteError,
  useRouteLoaderData,
} from 'react-router';
import { DevBar } from './parts/DevBar.tsx';
import { readDev } from './parts/dev.ts';
import { Footer } from './parts/Footer.tsx';
import { Header } from './parts/Header.tsx';
import { NewTerms } from './parts/NewTerms.tsx';
import { asksFirst, isPrivate } from './terms-first.ts';

export const meta: MetaFunction = () => [
  { title: 'Sounding' },
  {
    name: 'description',
    content: 'A confidential second pair of eyes: one honest price, and your money back if it does not help.',
  },
];

export function links() {
  return [{ rel: 'icon', href: '/mark.svg', type: 'image/svg+xml' }];
}

/** The page that must work when nothing else does, and leaves no trace: it asks nobody anything. */
const HELP = '/help/now';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const here = context.get(visit);
  const device = deviceZone(request.headers.get('cookie'));
  const common = { nonce: here.nonce, now: here.now.toISOString(), traceId: here.traceId, device: device !== null };
  if (new URL(request.url).pathname.startsWith(HELP)) return { ...common, session: null, zone: 'UTC', dev: null };
  const [session, dev] = await Promise.all([
    // The page is worth showing without a name in its corner; what needs a person says so itself.
    sessionOf(context).catch(() => null),
    readDev(context, new URL(request.url)),
  ]);
  return { ...common, session, zone: session?.zone ?? device ?? 'UTC', dev };
}

/** Whoever has not answered terms that changed meets the question before a private page. Forms go through: the door refuses what it must. */
const termsFirst: MiddlewareFunction = async ({ request, context }) => {
  const url = new URL(request.url);
  const path = url.pathname.replace(/\.data$/, '');
  if (request.method !== 'GET' || !isPrivate(path)) return;
  const session = await sessionOf(context).catch(() => null);
  if (!asksFirst(path, session, request.headers.get('cookie'))) return;
  throw redirect(`/terms/agree?next=${encodeURIComponent(backTo(request))}`);
};

export const middleware = [termsFirst];

export type Root = Awaited<ReturnType<typeof loader>>;

export function shouldRevalidate({ defaultShouldRevalidate, formMethod }: ShouldRevalidateFunctionArgs): boolean {
  return formMethod !== undefined && formMethod !== 'GET' ? true : defaultShouldRevalidate;
}

/** Everything that pages know about the visitor. Undefined only on the error page of the root itself. */
export function useRoot(): Root | undefined {
  return useRouteLoaderData<typeof loader>('root');
}

export function Layout({ children }: { children: ReactNode }): ReactNode {
  const root = useRoot();
  const scripts = !useIsHelp();
  return (
    <Frame look="calm" nonce={root?.nonce} scripts={scripts}>
      {root?.dev && <DevBar dev={root.dev} now={root.now} />}
      <Header session={root?.session ?? null} />
      <NewTerms session={root?.session ?? null} />
      <main id="main" className="page" tabIndex={-1}>
        {children}
      </main>
      <Footer zone={root?.zone ?? 'UTC'} now={root?.now ?? null} />
    </Frame>
  );
}

function useIsHelp(): boolean {
  return useRouteLoaderData('routes/help.now') !== undefined;
}

export default function App(): ReactNode {
  useDeviceZone();
  return <Outlet />;
}

/** Tells the server the device's zone once; the page is read again only if the times on it would change. */
function useDeviceZone(): void {
  const root = useRoot();
  const { revalidate } = useRevalidator();
  const known = root?.device ?? true;
  const signedIn = root?.session != null;
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || deviceZone(document.cookie) === zone) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that people here use.
    document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
    if (!signedIn && (!known || zone !== root?.zone)) void revalidate();
  }, [known, signedIn, root?.zone, revalidate]);
}

export function ErrorBoundary(): ReactNode {
  const error = useRouteError();
  const root = useRoot();
  return (
    <ProblemPage problem={problemOf(error, root?.traceId ?? '')}>
      <p>
        <Link to="/">Back to the start</Link> · <Link to="/tickets/new">Write to support</Link>
      </p>
    </ProblemPage>
  );
}
