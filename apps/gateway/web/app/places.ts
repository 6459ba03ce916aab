/** Places of licences and clients in words. */
import { PLACES, placeName } from '@sounding/contracts/places';

/** `New York, United States; Portugal` */
export function placesWords(codes: readonly string[]): string {
  return codes.map(placeName).join('; ');
}

/** Every place, by name. */
export function placeChoices(): { readonly value: string; readonly label: string }[] {
  return PLACES.map((value) => ({ value, label: placeName(value) })).sort((a, b) =>
    a.label.localeCompare(b.label, 'en'),
  );
}
