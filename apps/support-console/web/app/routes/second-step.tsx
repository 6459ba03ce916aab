import { SecondStepPage, secondStepAction, secondStepLoader } from '@sounding/ui/second-step';
import type { ReactNode } from 'react';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'One more step · Support console' }];

export function loader(args: LoaderFunctionArgs) {
  return secondStepLoader(args, '/');
}

export function action(args: ActionFunctionArgs) {
  return secondStepAction(args, '/');
}

export default function Page(): ReactNode {
  return <SecondStepPage />;
}
