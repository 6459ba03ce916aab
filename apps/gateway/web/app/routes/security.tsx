import { SecurityPage, securityAction, securityLoader } from '@sounding/ui/security';
import type { ReactNode } from 'react';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'How you sign in · Sounding' }];

export function loader(args: LoaderFunctionArgs) {
  return securityLoader(args);
}

export function action(args: ActionFunctionArgs) {
  return securityAction(args);
}

export default function Page(): ReactNode {
  return <SecurityPage sessions="/account/sessions" />;
}
