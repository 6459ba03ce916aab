import { apiOf, load } from '@sounding/ui/api';
import { type LoaderFunctionArgs, redirect } from 'react-router';

/** On to the company's identity provider. A link and no form: a form may not lead to another site. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { offered } = await load(request, () => apiOf(context).get<{ offered: boolean }>('/sign-in/provider'));
  if (!offered) return redirect('/sign-in');
  const { url } = await load(request, () => apiOf(context).post<{ url: string }>('/sign-in/provider', {}));
  return redirect(url);
}
