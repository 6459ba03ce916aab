import { type ActionFunctionArgs, redirect } from 'react-router';
import { apiOf, load } from '../api.ts';

export async function action({ request, context }: ActionFunctionArgs) {
  await load(request, () => apiOf(context).post('/sign-out', {}));
  return redirect('/');
}

export function loader() {
  return redirect('/');
}
