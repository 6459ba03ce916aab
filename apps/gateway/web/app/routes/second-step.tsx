import { SecondStepPage, secondStepAction, secondStepLoader } from '@sounding/ui/second-step';
import type { ReactNode } from 'react';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'One more step · Sounding' }];

export function loader(args: LoaderFunctionArgs) {
  return secondStepLoader(args, '/bookings');
}

export function action(args: ActionFunctionArgs) {
  return secondStepAction(args, '/bookings');
}

export default function Page(): ReactNode {
  return <SecondStepPage />;
}
