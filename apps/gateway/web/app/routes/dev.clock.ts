import { apiOf, load, safeNext, text } from '@sounding/ui/api';
import { type ActionFunctionArgs, redirect } from 'react-router';

/** The development bar's buttons. The API answers 404 in production. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const shift = text(form, 'shift');
  await load(request, () => apiOf(context).post('/dev/clock', shift === 'reset' ? { reset: true } : { shift }));
  return redirect(safeNext(text(form, 'next'), '/'));
}

export function loader() {
  return redirect('/');
}
