/**
 * Leaving for the payment page. With script the router goes there at once. Without it a form's answer may not redirect to
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

export function LeaveForPayment({ url }: { url: string }): ReactNode {
  return (
    <div className="narrow">
      <meta httpEquiv="refresh" content={`0;url=${url}`} />
      <h1>On to the payment page</h1>
      <p>You pay on the page of our payment company. If it does not open by itself:</p>
      <p>
        <Button component="a" href={url} size="lg">
          Go to the payment page
        </Button>
      </p>
    </div>
  );
}
