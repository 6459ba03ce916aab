/** Countries to choose from. On the server alone: the contracts they come from are more than a phone should load. */
import { Country, placeName } from '@sounding/contracts';

/** Every country, by name. */
export function countryChoices(): { readonly value: string; readonly label: string }[] {
  return Country.options
    .map((value) => ({ value, label: placeName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}
