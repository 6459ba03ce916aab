import { Textarea } from '@mantine/core';
import type { Output, RoomMessage, ViewBooking, ViewRoom } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { type Api, act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import { type ReactNode, useEffect, useRef } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
  useRevalidator,
} from 'react-router';
import { otherOf } from '../names.server.ts';
import { sideOf } from '../next-step.ts';
import { Live } from '../room/live.browser.ts';
import { useSession } from '../room/use-session.ts';
import { VideoSession } from '../room/VideoSession.tsx';

export const meta: MetaFunction = () => [{ title: 'Your room · Sounding' }];

/** The API gives at most this many messages at once. */
const PAGE = 200;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const [person, booking, { room, messages }] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      api.get<Output<typeof ViewBooking>>(`/bookings/${params.id}`),
      wholeRoom(api, params.id ?? ''),
    ]),
  );
  const side = sideOf(booking, person.accountId);
  const other = await otherOf(context, booking, person.accountId);
  return {
    room,
    messages,
    title: booking.offer.title,
    name: other ?? (side === 'client' ? 'your provider' : 'your client'),
    me: person.accountId,
    zone: person.zone,
    now: context.get(visit).now.toISOString(),
    formKey: newKey(),
  };
}

async function wholeRoom(api: Api, bookingId: string): Promise<Output<typeof ViewRoom>> {
  const messages: RoomMessage[] = [];
  for (;;) {
    const page = await api.get<Output<typeof ViewRoom>>(`/bookings/${bookingId}/room`, {
      after: messages.at(-1)?.number ?? 0,
    });
    messages.push(...page.messages);
    if (page.messages.length < PAGE) return { room: page.room, messages };
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(`/bookings/${params.id}/messages`, { text: text(form, 'text') }, text(form, 'key'));
    return { problem: null };
  });
}

export default function RoomPage(): ReactNode {
  const { room, messages, title, name, me, zone, now, formKey } = useLoaderData<typeof loader>();
  const line = useRef<Live | null>(null);
  const session = useSession(room.bookingId, line);
  useLine(room.bookingId, line, session);
  return (
    <>
      <p className="small">
        <Link to={`/bookings/${room.bookingId}`}>Back to the booking</Link>
      </p>
      <h1 className="room-title">Your room with {name}</h1>
      <p className="quiet">
        {title}, <When at={room.startsAt} to={room.endsAt} zone={zone} />
      </p>
      <p className="small">
        <a href="/help/now" target="_blank" rel="noopener">
          In danger now? Numbers to call (opens beside this page)
        </a>
      </p>
      <div className="room">
        <VideoSession room={room} session={session} name={name} zone={zone} now={now} />
        <Messages
          messages={messages}
          me={me}
          name={name}
          zone={zone}
          closed={room.state === 'closed'}
          formKey={formKey}
        />
      </div>
    </>
  );
}

/** One live line per page: it carries the call's signals, and says when there is something new to read. */
function useLine(bookingId: string, line: { current: Live | null }, session: ReturnType<typeof useSession>): void {
  const { revalidate } = useRevalidator();
  const { hear, lineOpened } = session;
  useEffect(() => {
    line.current = new Live(bookingId, {
      onFrame: (frame) => (frame.type === 'look-again' ? void revalidate() : hear(frame)),
      // What was missed while the line was away is read now.
      onOpen: () => {
        lineOpened();
        void revalidate();
      },
      onLost: () => undefined,
    });
    return () => {
      line.current?.close();
      line.current = null;
    };
  }, [bookingId, line, revalidate, hear, lineOpened]);
}

interface MessagesProps {
  readonly messages: readonly RoomMessage[];
  readonly me: string;
  readonly name: string;
  readonly zone: string;
  readonly closed: boolean;
  readonly formKey: string;
}

function Messages({ messages, me, name, zone, closed, formKey }: MessagesProps): ReactNode {
  const done = useActionData<typeof action>();
  return (
    <section aria-labelledby="talk" className="card">
      <h2 id="talk">Messages</h2>
      {messages.length === 0 && <p className="quiet">Nothing has been said yet. Only the two of you can read this.</p>}
      <ol className="plain talk" aria-live="polite">
        {messages.map((message) => (
          <li key={message.id} className={message.from === me ? 'said said-mine' : 'said'}>
            <p className="small quiet">
              {message.from === me ? 'You' : name}, <When at={message.at} zone={zone} />
            </p>
            <p className="own-words">{message.text}</p>
          </li>
        ))}
      </ol>
      <ProblemNotice problem={done?.problem} />
      {closed ? (
        <p className="quiet">This room is closed. It can be read, not written.</p>
      ) : (
        // Each message of one's own empties the box; words that were refused, and words half written, stay in it.
        <Form
          method="post"
          className="form"
          key={messages.filter((message) => message.from === me).length}
          preventScrollReset
        >
          <KeyField value={formKey} />
          <Textarea name="text" label="Your message" maxLength={8000} rows={3} required />
          <Submit busy="Sending…">Send</Submit>
        </Form>
      )}
    </section>
  );
}
