import { apiOf, load } from '@sounding/ui/api';
import { type ActionFunctionArgs, redirect } from 'react-router';

export async function action({ request, context }: ActionFunctionArgs) {
  await load(request, () => apiOf(context).post('/sign-out', {}));
  return redirect('/sign-in');
}

export function loader() {
  return redirect('/');
}
