/** Who is here, asked once per request however many loaders want to know. */
import type { Session } from '@sounding/contracts';
import { data, type RouterContextProvider, redirect } from 'react-router';
import { ApiProblem, apiOf, signInPath, visit } from './api.ts';
import type { Visit } from './visit.ts';
import { deviceZone } from './zone.ts';

type Context = Readonly<RouterContextProvider>;

const asked = new WeakMap<Visit, Promise<Session | null>>();

/** Null when nobody is signed in. When identity cannot say, or the visitor asks too often, it throws what becomes a page with that status. */
export function sessionOf(context: Context): Promise<Session | null> {
  const here = context.get(visit);
  let session = asked.get(here);
  if (!session) {
    session = apiOf(context).get<Session>('/session').catch(nobody);
    asked.set(here, session);
  }
  return session;
}

/** Nobody signed in is an answer; everything else is a fault. */
function nobody(error: unknown): null {
  if (!(error instanceof ApiProblem)) throw error;
  if (error.problem.status === 401) return null;
  throw data(error.problem, { status: error.problem.status });
}

/** The signed-in person, or the way to the sign-in page and back. */
export async function personOf(request: Request, context: Context): Promise<Session> {
  const session = await sessionOf(context);
  if (!session) throw redirect(signInPath(request));
  return session;
}

/** The reader's zone: the account's, else the device's, else UTC. */
export async function zoneOf(request: Request, context: Context): Promise<string> {
  const session = await sessionOf(context).catch(() => null);
  return session?.zone ?? deviceZone(request.headers.get('cookie')) ?? 'UTC';
}
