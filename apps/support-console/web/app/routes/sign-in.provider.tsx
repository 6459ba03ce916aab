import { ProblemNotice } from '@sounding/ui';
import { ApiProblem, apiOf } from '@sounding/ui/api';
import { type SignInStep, secondStepPath } from '@sounding/ui/second-step';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, redirect, useLoaderData } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Sign in · Support console' }];

/** Where the identity provider sends the browser back. What it wrote into the address is gone from it with the redirect. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const query = new URL(request.url).search.slice(1);
  try {
    const answer = await apiOf(context).get<SignInStep>('/sign-in/provider/return', { query: query || 'nothing' });
    if (answer.needs) throw redirect(secondStepPath('/'));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { problem: error.problem };
  }
  throw redirect('/');
}

export default function Provider(): ReactNode {
  const { problem } = useLoaderData<typeof loader>();
  return (
    <div className="narrow">
      <h1>Sign in</h1>
      <ProblemNotice problem={problem} />
      <p>
        <Link to="/sign-in">Back to the beginning</Link>
      </p>
    </div>
  );
}
