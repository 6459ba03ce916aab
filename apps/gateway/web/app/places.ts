/** Places of licences in words. */
import { placeName } from '@sounding/contracts/places';

/** `New York, United States; Portugal` */
export function placesWords(codes: readonly string[]): string {
  return codes.map(placeName).join('; ');
}
