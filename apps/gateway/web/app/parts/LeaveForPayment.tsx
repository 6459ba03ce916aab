/**
 * Leaving for a page of our payment company. With script the router goes there at once. Without it a form's answer may not redirect to
 * another origin (`form-action 'self'`), so the answer is this page, which goes on by itself and has a link besides.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { redirect } from 'react-router';

/** For actions: what to answer when the person has to go to `url`. */
export function leaveTo(request: Request, url: string): Response | { leaveTo: string; problem: null } {
  const byScript = new URL(request.url).pathname.endsWith('.data') || request.headers.get('sec-fetch-mode') === 'cors';
  return byScript ? redirect(url) : { leaveTo: url, problem: null };
}

interface LeavingProps {
  readonly url: string;
  readonly title: string;
  readonly why: string;
  readonly button: string;
}

function Leaving({ url, title, why, button }: LeavingProps): ReactNode {
  return (
    <div className="narrow">
      <meta httpEquiv="refresh" content={`0;url=${url}`} />
      <h1>{title}</h1>
      <p>{why} If it does not open by itself:</p>
      <p>
        <Button component="a" href={url} size="lg">
          {button}
        </Button>
      </p>
    </div>
  );
}

export function LeaveForPayment({ url }: { url: string }): ReactNode {
  return (
    <Leaving
      url={url}
      title="On to the payment page"
      why="You pay on the page of our payment company."
      button="Go to the payment page"
    />
  );
}

/** A provider tells the payment company who they are; we never see it. */
export function LeaveForDetails({ url }: { url: string }): ReactNode {
  return (
    <Leaving
      url={url}
      title="On to your details"
      why="You give them on the page of our payment company; we never see them."
      button="Go to that page"
    />
  );
}
