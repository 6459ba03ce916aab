import { apiOf, load, safeNext, text } from '@sounding/ui/api';
import { type ActionFunctionArgs, redirect } from 'react-router';

const CLOCK_LOOKS_MS = 120;

/** The development bar's buttons. The API answers 404 in production. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const shift = text(form, 'shift');
  await load(request, () => apiOf(context).post('/dev/clock', shift === 'reset' ? { reset: true } : { shift }));
  // Processes look at the clock's file every 50 ms; the page that follows shall show the new time.
  await new Promise((resolve) => setTimeout(resolve, CLOCK_LOOKS_MS));
  return redirect(safeNext(text(form, 'next'), '/'));
}

export function loader() {
  return redirect('/');
}
