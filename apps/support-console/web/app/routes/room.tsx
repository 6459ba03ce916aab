import type { Glass, Output, ReadThroughGlass, ViewGlass } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
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
import { glassWords } from '../parts/states.ts';

export const meta: MetaFunction = () => [{ title: 'Room · Support console' }];

type Read = Output<typeof ReadThroughGlass>;

/** The messages are asked for only when somebody says so (`?read=yes`), because each time is a line in both sides' logs. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const path = `/glasses/${encodeURIComponent(params.id ?? '')}`;
  const { searchParams } = new URL(request.url);
  const [person, { glass, reason }] = await load(request, () =>
    Promise.all([personOf(request, context), api.get<Output<typeof ViewGlass>>(path)]),
  );
  const after = Number(searchParams.get('after') ?? 0);
  const reads = searchParams.get('read') === 'yes' && glass.state === 'open' && glass.askedBy === person.accountId;
  const read = reads
    ? await load(request, () => api.get<Read>(`${path}/messages`, { after: Number.isSafeInteger(after) ? after : 0 }))
    : null;
  return { glass, reason, read, me: person.accountId, zone: person.zone, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const path = `/glasses/${encodeURIComponent(params.id ?? '')}/${form.get('what') === 'agree' ? 'approval' : 'end'}`;
  return act(request, async () => {
    await apiOf(context).post(path, {}, text(form, 'key'));
    return { done: true, problem: null };
  });
}

export default function Room(): ReactNode {
  const { glass, reason, read, me, zone, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <p>
        <Link to="/rooms">Rooms</Link>
      </p>
      <h1>A room that was asked for</h1>
      <p className="row">
        <span className="tag" data-state={glass.state}>
          {glassWords(glass.state)}
        </span>
        {glass.state !== 'ended' && (
          <span>
            until <When at={glass.until} zone={zone} />
          </span>
        )}
      </p>
      <dl className="facts">
        <dt>Booking</dt>
        <dd>
          <code className="small">{glass.bookingId}</code>
        </dd>
        <dt>Asked by</dt>
        <dd>{glass.askedBy === me ? 'you' : <code className="small">{glass.askedBy}</code>}</dd>
        {glass.approvedBy && (
          <>
            <dt>Agreed by</dt>
            <dd>{glass.approvedBy === me ? 'you' : <code className="small">{glass.approvedBy}</code>}</dd>
          </>
        )}
      </dl>
      <h2>What it is needed for</h2>
      <p className="own-words card">{reason}</p>
      <ProblemNotice problem={done?.problem} />
      <Steps glass={glass} me={me} formKey={formKey} />
      {read && <Messages read={read} zone={zone} />}
    </div>
  );
}

function Steps({ glass, me, formKey }: { glass: Glass; me: string; formKey: string }): ReactNode {
  const [asked, agreed] = [glass.askedBy === me, glass.approvedBy === me];
  return (
    <Form method="post" className="form">
      <KeyField value={formKey} />
      {glass.state === 'asked' && asked && (
        <p>Another member of staff has to agree. Tell one; this page is theirs too.</p>
      )}
      {glass.state === 'asked' && !asked && (
        <>
          <p>
            If you agree, who asked reads this one room for an hour. Both sides get a mail at once, and your part in it
            is kept.
          </p>
          <Submit name="what" value="agree">
            Agree
          </Submit>
        </>
      )}
      {glass.state === 'open' && asked && (
        <p>
          <Link to="?read=yes">Read the messages</Link>. Each time is written into both sides’ logs.
        </p>
      )}
      {glass.state !== 'ended' && (asked || agreed) && (
        <Submit name="what" value="end" variant="default">
          End it now
        </Submit>
      )}
    </Form>
  );
}

function Messages({ read, zone }: { read: Read; zone: string }): ReactNode {
  const last = read.messages.at(-1)?.number ?? 0;
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">Messages</h2>
      {read.messages.length === 0 && <p className="quiet">There is none.</p>}
      <ol className="plain said-list">
        {read.messages.map((message) => (
          <li key={message.id} className="card">
            <p className="quiet small">
              {message.from === read.clientId ? 'The client' : 'The provider'}, <When at={message.at} zone={zone} />
            </p>
            <p className="own-words">{message.text}</p>
          </li>
        ))}
      </ol>
      {read.messages.length === 200 && <Link to={`?read=yes&after=${last}`}>Later messages</Link>}
    </section>
  );
}
