import type { MyMoney, MyPayouts, Output, StartOnboarding } from '@sounding/contracts';
import { format } from '@sounding/money';
import { KeyField, type Problem, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { latestMonths, monthWords } from '../months.ts';
import { LeaveForDetails, leaveTo } from '../parts/LeaveForPayment.tsx';
import { useLookAgain } from '../parts/look-again.ts';
import { ProviderNav } from '../parts/ProviderNav.tsx';

export const meta: MetaFunction = () => [{ title: 'Your money · Sounding' }];

const MONTHS = 6;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const { now } = context.get(visit);
  const [person, money, payouts] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      api.get<Output<typeof MyMoney>>('/provider/money'),
      api.get<Output<typeof MyPayouts>>('/provider/payouts'),
    ]),
  );
  const search = new URL(request.url).searchParams;
  return {
    money,
    payouts,
    zone: person.zone,
    months: latestMonths(now, MONTHS),
    again: search.has('again'),
    // The browser is back before Stripe has told us what the provider just said there.
    asking: search.has('told') && payouts.account === 'incomplete',
    formKey: newKey(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const { url } = await apiOf(context).post<Output<typeof StartOnboarding>>(
      '/provider/onboarding',
      {},
      text(form, 'key'),
    );
    return leaveTo(request, url);
  });
}

export default function Money(): ReactNode {
  const { money, payouts, zone, months, again, asking, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  useLookAgain(asking);
  if (done && 'leaveTo' in done) return <LeaveForDetails url={done.leaveTo} />;
  return (
    <>
      <ProviderNav handle={null} />
      <h1>Your money</h1>
      {again && <p role="status">That page had expired, as it does after some minutes. Please open it again.</p>}
      {asking && (
        <p role="status">
          We are asking Stripe how your account stands. This takes a few seconds, and the page changes by itself.{' '}
          <a href="?told=1">Look again</a>
        </p>
      )}
      <Account payouts={payouts} formKey={formKey} problem={done?.problem} />
      <Purse money={money} payouts={payouts} />
      <Next payouts={payouts} zone={zone} />
      <Held money={money} zone={zone} />
      <Sent title="Transfers to your account" rows={payouts.transfers} zone={zone} words={TRANSFER} />
      <Sent title="Payouts to your bank" rows={payouts.payouts} zone={zone} words={PAYOUT} />
      <section aria-labelledby="statements">
        <h2 id="statements">Statements</h2>
        <p className="quiet small">
          Each month has a CSV, and a PDF once it is over. Those you had made are among{' '}
          <Link to="/documents">your receipts</Link>.
        </p>
        <ul className="plain row">
          {months.map((month) => (
            <li key={month.name}>
              <Link to={`/provider/money/${month.name}`}>{monthWords(month)}</Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

type Payouts = Output<typeof MyPayouts>;

/** One clear next step, or that there is none. */
const STEPS = {
  none: {
    title: 'Tell us where to send your money',
    words: 'Our payment company, Stripe, asks who you are and for your bank account. It takes about five minutes.',
    button: 'Set up your account',
  },
  incomplete: {
    title: 'Your account is not finished',
    words: 'Stripe still needs something from you. Until then your money waits here, safe and yours.',
    button: 'Go on where you stopped',
  },
  checking: {
    title: 'Stripe is checking your details',
    words: 'There is nothing to do for you. It usually takes minutes, at times a few days.',
    button: null,
  },
  refused: {
    title: 'Your bank sent money back',
    words: 'Nothing is lost: it waits in your account at Stripe. Please correct your bank account.',
    button: 'Correct your bank account',
  },
} as const;

interface AccountProps {
  readonly payouts: Payouts;
  readonly formKey: string;
  readonly problem: Problem | null | undefined;
}

function Account({ payouts, formKey, problem }: AccountProps): ReactNode {
  const { account, bank, bankRefused } = payouts;
  const step = bankRefused ? STEPS.refused : account === 'ready' ? null : STEPS[account];
  if (!step) {
    return (
      <p className="card" data-account="ready">
        Your account is ready.
        {bank && ` Money goes to the bank account ending ${bank}.`}
      </p>
    );
  }
  return (
    <section className="card wash" aria-labelledby="step" data-account={bankRefused ? 'refused' : account}>
      <h2 id="step">{step.title}</h2>
      <p>{step.words}</p>
      <ProblemNotice problem={problem} />
      {step.button && (
        <Form method="post">
          <KeyField value={formKey} />
          <Submit busy="Opening Stripe’s page…">{step.button}</Submit>
        </Form>
      )}
    </section>
  );
}

function Purse({ money, payouts }: { money: Output<typeof MyMoney>; payouts: Payouts }): ReactNode {
  const parts = [
    ['payable', 'Payable', payouts.payable, 'Yours, and not sent yet'],
    ['held', 'On hold', money.held, 'Waits until seven days after each session'],
    ...(payouts.owed.minor > 0
      ? [['owed', 'You owe us', payouts.owed, 'We take it from your next releases'] as const]
      : []),
  ] as const;
  return (
    <dl className="purse">
      {parts.map(([key, words, amount, meaning]) => (
        <div key={key} className="card" data-money={key}>
          <dt>{words}</dt>
          <dd>
            <strong>{format(amount)}</strong>
            <span className="quiet small">{meaning}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Next({ payouts, zone }: { payouts: Payouts; zone: string }): ReactNode {
  const { account, next, nextAt, least, payable } = payouts;
  const little = payable.minor < least.minor;
  return (
    <section aria-labelledby="next">
      <h2 id="next">Your next transfer</h2>
      <p data-next={next.minor}>
        <When at={nextAt} zone={zone} />: <strong>{format(next)}</strong>
      </p>
      <p className="quiet small">
        We send what is payable every Monday at 00:00 UTC, once it comes to {format(least)} or more; less waits for the
        next Monday.
        {next.minor === 0 && account !== 'ready' && ' Nothing can be sent before your account is ready.'}
        {next.minor === 0 &&
          account === 'ready' &&
          !little &&
          ' What a bank is asking about waits until it has decided.'}{' '}
        <Link to="/terms">The terms in plain English</Link>
      </p>
    </section>
  );
}

function Held({ money, zone }: { money: Output<typeof MyMoney>; zone: string }): ReactNode {
  const held = money.rows.filter((row) => row.state === 'held');
  if (held.length === 0) return null;
  return (
    <section aria-labelledby="held">
      <h2 id="held">On hold</h2>
      <ul className="plain stack">
        {held.map((row) => (
          <li key={row.bookingId}>
            <Link to={`/bookings/${row.bookingId}`}>{format(row.amount)}</Link>
            {row.releasesAt && (
              <span className="small">
                {' '}
                is released on <When at={row.releasesAt} zone={zone} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

type State = Payouts['transfers'][number]['state'];
const TRANSFER: Record<State, string> = {
  'under-way': 'On its way',
  arrived: 'In your account',
  failed: 'Failed; it is payable again',
  returned: 'Taken back for what you owed',
};
const PAYOUT: Record<State, string> = {
  'under-way': 'On its way to your bank',
  arrived: 'At your bank',
  failed: 'Sent back by your bank',
  returned: 'Taken back',
};

interface SentProps {
  readonly title: string;
  readonly rows: Payouts['transfers'];
  readonly zone: string;
  readonly words: Record<State, string>;
}

function Sent({ title, rows, zone, words }: SentProps): ReactNode {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways on a phone must be reachable by keyboard. */}
      <section className="table-wrap" aria-label={`${title}, the latest`} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.at}-${row.bookingId}-${row.state}-${row.amount.minor}`}>
                <td>
                  <When at={row.at} zone={zone} />
                </td>
                <td>
                  {row.bookingId ? <Link to={`/bookings/${row.bookingId}`}>{words[row.state]}</Link> : words[row.state]}
                </td>
                <td className="number">{format(row.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
