import { deviceZone, HelpNow, likelyCountry } from '@sounding/ui';
import type { ReactNode } from 'react';
import { type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Help now: emergency and crisis numbers' }];

/** Asks nobody anything: the page works while every service is down, and nothing of the visit is kept. */
export function loader({ request: { headers } }: LoaderFunctionArgs) {
  return { likely: likelyCountry(deviceZone(headers.get('cookie')), headers.get('accept-language')) };
}

export default function HelpPage(): ReactNode {
  return <HelpNow likely={useLoaderData<typeof loader>().likely} />;
}
