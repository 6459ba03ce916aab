import { NativeSelect, TextInput } from '@mantine/core';
import type { Listing, Schedule } from '@sounding/contracts';
import { dateWords, Submit, zoneName } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form } from 'react-router';
import type { Window } from '../week.ts';
import { WindowFields } from './HoursForm.tsx';

/** A form of the schedule's page: it names the part that it changes. */
function Part({ part, label, children }: { part: string; label: string; children: ReactNode }): ReactNode {
  return (
    <Form method="post" className="form" aria-label={label} preventScrollReset>
      <input type="hidden" name="part" value={part} />
      {children}
    </Form>
  );
}

function Remove({ part, label, fields }: { part: string; label: string; fields: Record<string, string> }): ReactNode {
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="part" value={part} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className="link-button" aria-label={label}>
        Remove
      </button>
    </Form>
  );
}

function windowWords({ from, to, nextDay }: Omit<Window, 'day'>): string {
  return `${from} to ${to}${nextDay ? ' the next day' : ''}`;
}

function rangeWords({ from, to }: { from: string; to: string }): string {
  return from === to ? dateWords(from) : `${dateWords(from)} to ${dateWords(to)}`;
}

export function Overrides({ overrides }: Pick<Schedule, 'overrides'>): ReactNode {
  return (
    <section className="card" aria-labelledby="overrides">
      <h2 id="overrides">Other hours on a date</h2>
      <p className="quiet small">They take the place of the weekly hours of that day.</p>
      <ul className="plain past">
        {overrides.map(({ date, windows }) => (
          <li key={date}>
            <span>{dateWords(date)}</span>
            <span className="quiet">{windows.map(windowWords).join(', ')}</span>
            <Remove part="no-override" label={`Remove the hours of ${dateWords(date)}`} fields={{ date }} />
          </li>
        ))}
      </ul>
      <Part part="override" label="Other hours on a date">
        <TextInput type="date" name="date" label="Date" required />
        <div className="hours-pairs">
          <WindowFields id="0" of="This date" which="" window={null} />
          <WindowFields id="1" of="This date" which=", second part" window={null} />
        </div>
        <Submit name="save" value="override" variant="default">
          Set these hours
        </Submit>
      </Part>
    </section>
  );
}

function RangeFields({ to }: { to: string }): ReactNode {
  return (
    <div className="field-row">
      <TextInput type="date" name="from" label="First day" required />
      <TextInput type="date" name="to" label={to} />
    </div>
  );
}

export function DaysOffPart({ daysOff }: Pick<Schedule, 'daysOff'>): ReactNode {
  return (
    <section className="card" aria-labelledby="off">
      <h2 id="off">Days off</h2>
      <p className="quiet small">Nobody can book you on them. What is booked already stays.</p>
      <ul className="plain past">
        {daysOff.map(({ from, to }) => (
          <li key={`${from} ${to}`}>
            <span>{rangeWords({ from, to })}</span>
            <Remove part="not-off" label={`Remove the days off, ${rangeWords({ from, to })}`} fields={{ from, to }} />
          </li>
        ))}
      </ul>
      <Part part="off" label="Days off">
        <RangeFields to="Last day (empty for one day)" />
        <Submit name="save" value="off" variant="default">
          Take these days off
        </Submit>
      </Part>
    </section>
  );
}

export function TravelPart({ schedule, zones }: { schedule: Schedule; zones: readonly string[] }): ReactNode {
  const { travel, zone: home } = schedule;
  return (
    <section className="card" aria-labelledby="travel">
      <h2 id="travel">Travel</h2>
      <p className="quiet small">On these days your hours are those of the place where you are.</p>
      <ul className="plain past">
        {travel.map(({ from, to, zone }) => (
          <li key={from}>
            <span>{rangeWords({ from, to })}</span>
            <span className="quiet">{zoneName(zone, `${from}T12:00:00.000Z`)}</span>
            <Remove part="no-travel" label={`Remove the travel, ${rangeWords({ from, to })}`} fields={{ from, to }} />
          </li>
        ))}
      </ul>
      <Part part="travel" label="Travel">
        <RangeFields to="Last day" />
        <NativeSelect name="zone" label="Time zone there" defaultValue={home} data={[...zones]} />
        <Submit name="save" value="travel" variant="default">
          Add this journey
        </Submit>
      </Part>
    </section>
  );
}

export function CapsPart({ caps }: Pick<Schedule, 'caps'>): ReactNode {
  return (
    <section className="card" aria-labelledby="caps">
      <h2 id="caps">How many sessions</h2>
      <p className="quiet small">All your listings together. Empty means no limit.</p>
      <Part part="caps" label="How many sessions">
        <div className="field-row">
          <TextInput
            type="number"
            name="day"
            label="At most a day"
            min={1}
            max={96}
            defaultValue={caps.day?.toString() ?? ''}
          />
          <TextInput
            type="number"
            name="week"
            label="At most a week"
            min={1}
            max={672}
            defaultValue={caps.week?.toString() ?? ''}
          />
        </div>
        <Submit name="save" value="caps" variant="default">
          Save the limits
        </Submit>
      </Part>
    </section>
  );
}

export function ListingsPart({
  listings,
  times,
  horizon,
}: {
  listings: readonly Listing[];
  times: Schedule['listings'];
  /** Days ahead where nothing else is said. */
  horizon: number;
}): ReactNode {
  if (listings.length === 0) return null;
  return (
    <section aria-labelledby="buffers">
      <h2 id="buffers">Time around your sessions</h2>
      <p>Kept free before and after each session, and how far ahead clients can book. Clients do not see it.</p>
      <ul className="plain stack">
        {listings.map(({ id, title }) => {
          const time = times.find(({ listingId }) => listingId === id);
          return (
            <li key={id} className="card">
              <h3>{title}</h3>
              <Part part="listing" label={title}>
                <input type="hidden" name="listing" value={id} />
                <div className="field-row">
                  <Minutes name="before" label="Minutes before" value={time?.bufferBeforeMinutes ?? 0} most={240} />
                  <Minutes name="after" label="Minutes after" value={time?.bufferAfterMinutes ?? 0} most={240} />
                  <Minutes
                    name="horizon"
                    label="Days ahead"
                    value={time?.horizonDays ?? horizon}
                    most={365}
                    least={1}
                  />
                </div>
                <Submit name="save" value={`listing ${id}`} variant="default">
                  Save these times
                </Submit>
              </Part>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Minutes({
  name,
  label,
  value,
  most,
  least = 0,
}: {
  name: string;
  label: string;
  value: number;
  most: number;
  least?: number;
}): ReactNode {
  return (
    <TextInput type="number" name={name} label={label} min={least} max={most} defaultValue={String(value)} required />
  );
}
