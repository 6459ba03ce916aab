import type { Categories, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { termsAt, windows } from '@sounding/terms';
import { Depths } from '@sounding/ui';
import { apiOf, visit } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { Form, Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { type CategoryBranch, treeOf } from '../categories.ts';
import { SearchBox } from '../parts/SearchBox.tsx';

export const meta: MetaFunction = () => [{ title: 'Sounding: a confidential second pair of eyes' }];

export async function loader({ context }: LoaderFunctionArgs) {
  const terms = termsAt(context.get(visit).now);
  const branches = await apiOf(context)
    .get<Output<typeof Categories>>('/categories')
    .then(({ categories }) => treeOf(categories))
    // The front page stays open when the catalog is away; only its list of subjects is missing.
    .catch((): CategoryBranch[] => []);
  return { branches, fee: terms.handlingFee, words: windows(terms) };
}

export default function Home(): ReactNode {
  const { branches, fee, words } = useLoaderData<typeof loader>();
  return (
    <div className="home">
      <section className="hero">
        <div className="hero-words">
          <h1>Think it through with someone who knows the water.</h1>
          <p className="lead">
            Hire a confidential second pair of eyes: a life-path adviser, a therapist, an expert in almost anything. One
            hour, online, just the two of you.
          </p>
          <Form method="get" action="/search" role="search">
            <SearchBox />
          </Form>
          <p className="small quiet">
            Looking is free and needs no account. Try <Link to="/search?text=life+path+advice">life path advice</Link>,{' '}
            <Link to="/search?mode=therapy">a therapist</Link> or{' '}
            <Link to="/search?sort=soonest">whoever is free soonest</Link>.
          </p>
        </div>
        <Depths />
      </section>

      <section aria-labelledby="promises" className="promises">
        <h2 id="promises" className="visually-hidden">
          What you can count on
        </h2>
        <div>
          <h3>The price you see is what you pay</h3>
          <p>
            Every price already includes our one fee: a {format(fee)} Handling Fee per purchase. It pays for running
            Sounding, and we keep it even when the price goes back to you. We return it when the mistake was ours. Tips
            carry no fee.
          </p>
        </div>
        <div>
          <h3>Your money back if it did not help</h3>
          <p>
            We hold your payment until {words.guarantee} after the session. If your provider does not come, or the hour
            was not what it should have been, claim up to the whole price. A person decides within {words.claim}; if
            nobody does, you get it all back.
          </p>
        </div>
        <div>
          <h3>Between the two of you</h3>
          <p>
            Your provider sees the alias you choose, never your name or address. Video is encrypted from your screen to
            theirs and is not recorded. Mails and card statements say nothing about the subject.
          </p>
        </div>
      </section>

      {branches.length > 0 && <Subjects branches={branches} />}

      <section aria-labelledby="how">
        <h2 id="how">How an hour comes about</h2>
        <ol className="steps plain">
          <li>
            <strong>Pick a time.</strong> Shown in your own time zone. It is kept for you for {words.reservation} while
            you pay.
          </li>
          <li>
            <strong>Read the bill, then pay.</strong> Price, Handling Fee, total, and the terms that apply, before you
            pay.
          </li>
          <li>
            <strong>Meet in your private room.</strong> Messages at once, video from {words.join} before the start. No
            download.
          </li>
          <li>
            <strong>Then decide.</strong> Say thank you with a tip, or use the guarantee. After {words.guarantee} your
            provider is paid.
          </li>
        </ol>
      </section>
    </div>
  );
}

function Subjects({ branches }: { branches: readonly CategoryBranch[] }): ReactNode {
  return (
    <section aria-labelledby="subjects">
      <h2 id="subjects">What people come with</h2>
      <ul className="plain subjects">
        {branches.map((branch) => (
          <li key={branch.slug}>
            <h3>
              <Link to={`/search?category=${branch.slug}`}>{branch.name}</Link>
            </h3>
            <p className="quiet small">{branch.leaves.map((leaf) => leaf.name).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
