/** Brands of cards as people know them. Stripe writes them in small letters; a page and a PDF of one document must say the same. */
const BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  eftpos_au: 'eftpos',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  unknown: 'Card',
};

/** `visa` -> `Visa`, `amex` -> `American Express`. */
export function brandWords(brand: string): string {
  return Object.hasOwn(BRANDS, brand) ? (BRANDS[brand] ?? brand) : brand.charAt(0).toUpperCase() + brand.slice(1);
}
