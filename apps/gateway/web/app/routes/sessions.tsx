import { SessionsPage, sessionsAction, sessionsLoader } from '@sounding/ui/sessions';
import type { ReactNode } from 'react';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Where you are signed in · Sounding' }];

export function loader(args: LoaderFunctionArgs) {
  return sessionsLoader(args);
}

export function action(args: ActionFunctionArgs) {
  return sessionsAction(args);
}

export default function Page(): ReactNode {
  return <SessionsPage />;
}
