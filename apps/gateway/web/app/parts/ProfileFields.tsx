/** The parts of the profile's form that are lists: credentials, and where a licence holds. They grow by saving, so that no script is needed. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { Credential, Provider } from '@sounding/contracts';
import { placeName } from '@sounding/contracts/places';
import { When } from '@sounding/ui';
import { text } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { placeChoices } from '../places.ts';

/** Empty rows below what is there. */
const MORE_ROWS = 2;

/** The lines of a field that say something. */
export function linesOf(field: string): string[] {
  return field
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The rows that say something; a row with only one of its two words is sent as it is, and refused in the API's own words. */
export function credentialsOf(form: FormData): { title: string; issuer: string; year: number | null }[] {
  const all = (name: string) => form.getAll(name).map((value) => String(value).trim());
  const [titles, issuers, years] = [all('credentialTitle'), all('credentialIssuer'), all('credentialYear')];
  return titles
    .map((title, row) => ({ title, issuer: issuers[row] ?? '', year: years[row] ? Number(years[row]) : null }))
    .filter(({ title, issuer }) => title !== '' || issuer !== '');
}

/** An empty number says nothing, unless it is to be withdrawn. */
export function licenceOf(form: FormData): { licenceNumber?: string; licencePlaces?: string[] } {
  if (text(form, 'withdrawLicence') === 'yes') return { licenceNumber: '' };
  const licenceNumber = text(form, 'licenceNumber');
  const kept = form.getAll('licencePlaces').map(String);
  const added = text(form, 'anotherPlace');
  const licencePlaces = added === '' ? kept : [...kept, added];
  return { licencePlaces, ...(licenceNumber === '' ? {} : { licenceNumber }) };
}

const STATES = { stated: 'Not looked at yet', verified: 'Verified', rejected: 'Could not be confirmed' } as const;

export function CredentialFields({ credentials }: { credentials: readonly Credential[] }): ReactNode {
  const rows: readonly (Credential | null)[] = [...credentials, ...Array.from({ length: MORE_ROWS }, () => null)];
  return (
    <fieldset>
      <legend>Training and memberships (optional)</legend>
      <p className="quiet small">
        Clients see each with whether we have seen the paper; show it to support for that. Save for more rows.
      </p>
      {rows.slice(0, 12).map((row, n) => (
        <div className="field-row" key={n}>
          <TextInput
            name="credentialTitle"
            label={`What, row ${n + 1}`}
            defaultValue={row?.title}
            maxLength={120}
            description={row ? STATES[row.state] : undefined}
          />
          <TextInput
            name="credentialIssuer"
            label={`From whom, row ${n + 1}`}
            defaultValue={row?.issuer}
            maxLength={120}
          />
          <TextInput
            name="credentialYear"
            label={`Year, row ${n + 1}`}
            defaultValue={row?.year ?? ''}
            inputMode="numeric"
            pattern="[0-9]{4}"
          />
        </div>
      ))}
    </fieldset>
  );
}

const LICENCE = {
  none: 'Only for therapy. We look it up in the register before your therapy sessions can be published.',
  submitted: 'We have your number and are looking it up in the register.',
  verified: 'Verified. A new number or one more place is looked up again.',
  rejected: 'The register does not confirm your number. Please correct it or write to support.',
} as const;

interface LicenceFieldsProps {
  readonly licence: Provider['licence'];
  readonly places: readonly string[];
  /** When it ends, in this zone; null where no end is known. */
  readonly until: string | null;
  readonly zone: string;
}

export function LicenceFields({ licence, places, until, zone }: LicenceFieldsProps): ReactNode {
  const others = placeChoices().filter(({ value }) => !places.includes(value));
  return (
    <fieldset>
      <legend>Licence for therapy (optional)</legend>
      <TextInput
        name="licenceNumber"
        label="Licence number"
        description={LICENCE[licence]}
        maxLength={60}
        autoComplete="off"
      />
      {until && (
        <p className="small">
          The register names an end: <When at={until} zone={zone} />. Nobody can book your therapy for later. Tell
          support when it is renewed.
        </p>
      )}
      {places.length > 0 && (
        <div className="check-grid">
          {places.map((code) => (
            <Checkbox
              key={code}
              name="licencePlaces"
              value={code}
              label={`It holds in ${placeName(code)}`}
              defaultChecked
              size="sm"
            />
          ))}
        </div>
      )}
      <NativeSelect
        name="anotherPlace"
        label={places.length > 0 ? 'It also holds in' : 'It holds in'}
        description="Clients who are elsewhere cannot book your therapy. Save for one more place."
        defaultValue=""
        data={[{ value: '', label: 'Choose a country, state or province' }, ...others]}
      />
      {licence !== 'none' && (
        <Checkbox name="withdrawLicence" value="yes" label="Withdraw my licence: I offer no therapy" size="sm" />
      )}
    </fieldset>
  );
}
