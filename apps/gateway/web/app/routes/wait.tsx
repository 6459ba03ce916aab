import { Checkbox, TextInput } from '@mantine/core';
import type { JoinWait, Output, ViewListing } from '@sounding/contracts';
import { duration, KeyField, ProblemNotice, Submit, When, zoneName } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
import { sessionOf, zoneOf } from '@sounding/ui/session';
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
import { today } from '../days.ts';
import { HowWaitingWorks } from '../parts/HowWaitingWorks.tsx';
import { ModeTag } from '../parts/ListingCard.tsx';
import { SignUpOrIn } from '../parts/SignUpOrIn.tsx';
import { WhereAreYou } from '../parts/WhereAreYou.tsx';
import { waitDays } from '../waiting.ts';

export const meta: MetaFunction = () => [{ title: 'Wait for a time · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const [page, session, zone] = await load(request, () =>
    Promise.all([
      apiOf(context).get<Output<typeof ViewListing>>(`/listings/${params.id}`),
      sessionOf(context),
      zoneOf(request, context),
    ]),
  );
  const { now } = context.get(visit);
  const asked = new URL(request.url).searchParams.get('from');
  return {
    listing: page.listing,
    provider: page.provider.displayName,
    licencePlaces: page.provider.licencePlaces,
    bookable: page.bookable,
    days: waitDays(asked, today(now, zone)),
    asked,
    zone,
    now: now.toISOString(),
    signedIn: session !== null,
    formKey: newKey(),
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const zone = await zoneOf(request, context);
  return act(request, async () => {
    const [from, to] = [text(form, 'from'), text(form, 'to')];
    const goOn = text(form, 'goOn') === 'yes';
    const place = text(form, 'place');
    const wanted = { listingId: params.id, from, to, zone, goOn, ...(place === '' ? {} : { place }) };
    await apiOf(context).post<Output<typeof JoinWait>>('/waits', wanted, text(form, 'key'));
    return redirect('/bookings?waiting=1');
  });
}

export default function WaitPage(): ReactNode {
  const { listing, provider, licencePlaces, bookable, days, asked, zone, now, signedIn, formKey } =
    useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const problem = done && 'problem' in done ? done.problem : null;
  const free = problem?.code === 'time-is-free' ? String(problem.facts?.startsAt ?? '') : '';
  const back = encodeURIComponent(`/listings/${listing.id}/wait${asked ? `?from=${asked}` : ''}`);
  return (
    <div className="narrow">
      <h1>Wait for a time</h1>
      <ProblemNotice problem={problem} />
      {free && (
        <p>
          <Link to={`/book/${listing.id}?start=${encodeURIComponent(free)}`}>
            Book <When at={free} zone={zone} />
          </Link>
        </p>
      )}
      <div className="card">
        <h2>
          <Link to={`/listings/${listing.id}`}>{listing.title}</Link>
        </h2>
        <p className="row small">
          <ModeTag mode={listing.mode} />
          {duration(listing.durationMinutes)} with {provider}
        </p>
      </div>
      {!bookable && <p className="book-form">This session is not offered at the moment, so nobody can wait for it.</p>}
      {bookable && signedIn && (
        <Form method="post" className="form book-form">
          <KeyField value={formKey} />
          <p className="quiet small" suppressHydrationWarning>
            Your days, in {zoneName(zone, now)}.
          </p>
          <div className="wait-days">
            <TextInput type="date" name="from" label="First day" {...dayField(days, days.from)} />
            <TextInput type="date" name="to" label="Last day" {...dayField(days, days.to)} />
          </div>
          {listing.mode === 'therapy' && <WhereAreYou places={licencePlaces} />}
          <Checkbox name="goOn" value="yes" label="Keep my place in line if I miss an offer" />
          <Submit size="lg" busy="Joining the line…">
            Wait for a time
          </Submit>
        </Form>
      )}
      {bookable && !signedIn && (
        <div className="book-form">
          <p>To wait you need an account, so that we can write to you when a time is free.</p>
          <SignUpOrIn next={back} />
        </div>
      )}
      <h2>How it works</h2>
      <HowWaitingWorks />
    </div>
  );
}

function dayField({ first, last }: { first: string; last: string }, day: string) {
  return { required: true, min: first, max: last, defaultValue: day };
}
