/**
 * What people call a currency, beside a field for an amount. Our own words: those of `Intl.DisplayNames` differ between Node and
 * browsers, and a page must read the same in both.
 */
import type { CurrencyCode } from './money.ts';

const NAMES: Partial<Record<CurrencyCode, string>> = {
  AED: 'UAE dirhams',
  ARS: 'Argentine pesos',
  AUD: 'Australian dollars',
  BHD: 'Bahraini dinars',
  BRL: 'Brazilian reais',
  CAD: 'Canadian dollars',
  CHF: 'Swiss francs',
  CLP: 'Chilean pesos',
  CNY: 'Chinese yuan',
  COP: 'Colombian pesos',
  CZK: 'Czech koruny',
  DKK: 'Danish kroner',
  EUR: 'euros',
  GBP: 'pounds sterling',
  HKD: 'Hong Kong dollars',
  HUF: 'Hungarian forints',
  IDR: 'Indonesian rupiahs',
  ILS: 'Israeli shekels',
  INR: 'Indian rupees',
  ISK: 'Icelandic kronur',
  JOD: 'Jordanian dinars',
  JPY: 'Japanese yen',
  KES: 'Kenyan shillings',
  KRW: 'South Korean won',
  KWD: 'Kuwaiti dinars',
  MXN: 'Mexican pesos',
  MYR: 'Malaysian ringgits',
  NGN: 'Nigerian nairas',
  NOK: 'Norwegian kroner',
  NZD: 'New Zealand dollars',
  OMR: 'Omani rials',
  PHP: 'Philippine pesos',
  PLN: 'Polish zlotys',
  RON: 'Romanian lei',
  SAR: 'Saudi riyals',
  SEK: 'Swedish kronor',
  SGD: 'Singapore dollars',
  THB: 'Thai baht',
  TND: 'Tunisian dinars',
  TRY: 'Turkish liras',
  TWD: 'New Taiwan dollars',
  UAH: 'Ukrainian hryvnias',
  USD: 'US dollars',
  VND: 'Vietnamese dong',
  ZAR: 'South African rand',
};

/** `US dollars`, as in "Your price, in US dollars"; the code of a currency that has no name here yet. */
export function currencyName(currency: CurrencyCode): string {
  return NAMES[currency] ?? currency;
}
