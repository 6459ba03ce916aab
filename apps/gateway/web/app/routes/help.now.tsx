import { HelpNow } from '@sounding/ui';
import type { MetaFunction } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Help now: emergency and crisis numbers' }];

/** Asks nobody anything: the page works while every service is down, and nothing of the visit is kept. */
export function loader() {
  return { plain: true };
}

export function headers() {
  return { 'cache-control': 'public, max-age=86400' };
}

export default HelpNow;
