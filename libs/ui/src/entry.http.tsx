/** The server side of a site: what React Router calls to render a page, and what the door needs of this bundle. */
import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable } from '@react-router/node';
import { renderToPipeableStream } from 'react-dom/server';
import { type EntryContext, type HandleErrorFunction, type RouterContextProvider, ServerRouter } from 'react-router';
import { visit } from './api.ts';

// The door builds contexts and the handler with these: the bundle has its own copy of the router.
export { createRequestHandler, RouterContextProvider } from 'react-router';
export { visit };

const RENDER_MS = 10_000;

/** Renders the whole page before answering: pages are small, and a status code that is known late is a lie. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  router: EntryContext,
  context: RouterContextProvider,
): Promise<Response> | Response {
  headers.set('content-type', 'text/html; charset=utf-8');
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const { nonce, report } = context.get(visit);
  return new Promise((resolve, reject) => {
    let answer = status;
    const { pipe, abort } = renderToPipeableStream(<ServerRouter context={router} url={request.url} nonce={nonce} />, {
      nonce,
      onAllReady() {
        clearTimeout(timer);
        const body = new PassThrough();
        pipe(body);
        resolve(new Response(createReadableStreamFromReadable(body), { status: answer, headers }));
      },
      onShellError: reject,
      onError(error) {
        answer = 500;
        report(error);
      },
    });
    const timer = setTimeout(() => abort(new Error('Rendering took too long.')), RENDER_MS);
  });
}

export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (!request.signal.aborted) context.get(visit).report(error);
};
