/** Providers' money and clients' kept cards. */
import { ForgetCard, MyCard, MyPayouts, MyStatement, StartOnboarding } from '@sounding/contracts';
import { type Asked, route } from '@sounding/door';

/** Where Stripe sends the browser afterwards is ours to say, never the caller's. */
function comeBack({ origin }: Asked): { returnUrl: string; refreshUrl: string } {
  const page = `${origin}/provider/money`;
  return { returnUrl: `${page}?told=1`, refreshUrl: `${page}?again=1` };
}

export const moneyRoutes = [
  route(
    'GET',
    '/api/v1/provider/payouts',
    MyPayouts,
    'How you are paid: your account, the next transfer, the last ones.',
  ),
  route(
    'POST',
    '/api/v1/provider/onboarding',
    StartOnboarding,
    'Opens the page where you say who you are and where to pay.',
    {
      status: 201,
      input: comeBack,
    },
  ),
  route('GET', '/api/v1/provider/statement', MyStatement, 'Your statement of a period, at most 500 lines a page.'),
  route('GET', '/api/v1/account/card', MyCard, 'The card you asked us to keep.'),
  route('DELETE', '/api/v1/account/card', ForgetCard, 'Forgets the kept card, here and at Stripe.'),
];
