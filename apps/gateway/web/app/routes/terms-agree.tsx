import { Button } from '@mantine/core';
import type { AskedAgain, MyAgreements, Output } from '@sounding/contracts';
import { dayInWords, type LegalChanges, type LegalPage } from '@sounding/terms';
import { ProblemNotice, Submit } from '@sounding/ui';
import { type Api, act, apiOf, load, safeNext, text } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { WordChanges } from '../parts/WordChanges.tsx';
import { laterCookie } from '../terms-first.ts';

export const meta: MetaFunction = () => [{ title: 'What changed for you · Sounding' }];

type Shown = Pick<LegalChanges, 'numbers' | 'sections' | 'matters' | 'textHash' | 'title'>;

/** What changed since the person agreed; all of it where they never agreed to any version of this document. */
async function shownOf(api: Api, { document, version, accepted }: AskedAgain): Promise<Shown> {
  if (accepted !== null) return api.get<LegalChanges>('/terms/changes', { document, from: accepted, to: version });
  const page = await api.get<LegalPage>(`/legal/${document}`, { version });
  const sections = page.sections.map(({ id, title, sentences }) => ({
    ...{ id, title, kind: 'added' as const },
    lines: sentences.map((text) => ({ kind: 'same' as const, parts: [{ kind: 'same' as const, text }] })),
  }));
  return { ...page, numbers: [], sections };
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const next = safeNext(new URL(request.url).searchParams.get('next'), '/bookings');
  return load(request, async () => {
    const { asked } = await api.get<Output<typeof MyAgreements>>('/agreements');
    const [first] = asked;
    return { next, asked: first ?? null, shown: first ? await shownOf(api, first) : null };
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const next = safeNext(text(form, 'next'), '/bookings');
  const [document, version] = [text(form, 'document'), text(form, 'version')];
  if (text(form, 'answer') === 'later') {
    throw redirect(next, { headers: { 'set-cookie': laterCookie(document, version) } });
  }
  return act(request, async () => {
    await apiOf(context).post('/agreements', { document, version, textHash: text(form, 'textHash') });
    // Something else may be asked as well; if nothing is, this page leads on.
    return redirect(`/terms/agree?next=${encodeURIComponent(next)}`);
  });
}

export default function TermsAgree(): ReactNode {
  const { next, asked, shown } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (!asked || !shown) return <NothingAsked next={next} />;
  const what = asked.document === 'terms' ? 'terms' : 'privacy notice';
  const due = asked.state === 'due';
  return (
    <div className="reading">
      <h1>{due ? `Our ${what} changed` : `Our ${what} will change`}</h1>
      <p className="lead">
        {due ? 'In force since' : 'It counts from'} {dayInWords(asked.from)}. {shown.matters}
      </p>
      <ProblemNotice problem={done && 'problem' in done ? done.problem : null} />
      <WordChanges changes={shown} />
      <p>
        <Link to={`/${asked.document}/${asked.version}`}>Read all of it</Link>
      </p>
      <Form method="post" className="card form">
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="document" value={asked.document} />
        <input type="hidden" name="version" value={asked.version} />
        <input type="hidden" name="textHash" value={shown.textHash} />
        <div className="row">
          <Submit name="answer" value="yes">
            {asked.document === 'terms' ? 'I agree' : 'I have read this'}
          </Submit>
          <Button type="submit" name="answer" value="later" variant="default">
            Not now
          </Button>
        </div>
        <p className="quiet small">
          {due
            ? 'Not now is fine. You can still read your bookings and receipts, cancel, get your money back and write to support. To book or to publish something new you need to agree first.'
            : 'Nothing changes before that day, and you can agree later.'}{' '}
          What you have booked keeps the terms it was made under.
        </p>
      </Form>
      {due && (
        <p>
          If you do not agree at all, you can sign out, or{' '}
          <Link to="/account/data#leaving">take your data and leave</Link>.
        </p>
      )}
    </div>
  );
}

function NothingAsked({ next }: { next: string }): ReactNode {
  return (
    <div className="narrow">
      <h1>You are up to date</h1>
      <p className="lead">There is nothing that you have not agreed to.</p>
      <div className="row">
        <Button component={Link} to={next}>
          Go on
        </Button>
        <Link to="/terms">Terms in plain English</Link>
      </div>
    </div>
  );
}
