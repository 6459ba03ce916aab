/** The document around every page of both sites. */
import { MantineProvider } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Links, Meta, Scripts, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { theme } from './theme.ts';

const looks = { calm: theme(false), dense: theme(true) };

interface FrameProps {
  readonly look: keyof typeof looks;
  /** Of this response's policy; the browser keeps its own copy on the script elements. */
  readonly nonce: string | undefined;
  /** Pages that must work when nothing else does send no script at all. */
  readonly scripts?: boolean;
  readonly children: ReactNode;
}

function nonceHere(given: string | undefined): string {
  if (typeof document === 'undefined') return given ?? '';
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
}

export function Frame({ look, nonce, scripts = true, children }: FrameProps): ReactNode {
  const own = nonceHere(nonce);
  return (
    <html lang="en" data-mantine-color-scheme="light" className={look}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#faf6ee" />
        <Meta />
        <Links />
      </head>
      <body>
        <MantineProvider theme={looks[look]} forceColorScheme="light" getStyleNonce={() => own}>
          <a className="skip" href="#main">
            Skip to the content
          </a>
          <Progress />
          {children}
          {scripts && <Arrival />}
        </MantineProvider>
        {scripts && (
          <>
            <ScrollRestoration nonce={own} />
            <Scripts nonce={own} />
          </>
        )}
      </body>
    </html>
  );
}

/** A thin line at the top while the next page is on its way. */
function Progress(): ReactNode {
  const busy = useNavigation().state !== 'idle';
  return <div className={busy ? 'progress progress-busy' : 'progress'} aria-hidden="true" />;
}

/** Tells a screen reader that a new page has come, and starts the keyboard at its top, as a full page load would. */
function Arrival(): ReactNode {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  const [title, setTitle] = useState('');
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    setTitle(document.title);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <div className="visually-hidden" role="status">
      {title}
    </div>
  );
}
