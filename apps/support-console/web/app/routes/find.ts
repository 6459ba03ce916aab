import { type LoaderFunctionArgs, redirect } from 'react-router';

/** The box in the header: an id, and what it is the id of. */
export function loader({ request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams;
  const id = (params.get('id') ?? '').trim();
  const what = params.get('what') === 'providers' ? 'providers' : 'bookings';
  return redirect(id === '' ? '/' : `/${what}/${encodeURIComponent(id)}`);
}
