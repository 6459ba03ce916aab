/** Security headers of every answer (OWASP ASVS 5.0, 3.4). Pages name nobody but ourselves: no third-party origin. */

export const SECURITY_HEADERS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), interest-cohort=()',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
};

/** Only where TLS ends before us: browsers ignore it on plain HTTP. */
export const HSTS = 'max-age=63072000; includeSubDomains; preload';

/** The API answers data: nothing in it may run or load. */
export const API_CSP = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The policy of a page. Scripts need the nonce; `style` attributes are allowed because the component library writes them,
 * style elements and sheets are not unless they carry the nonce or come from us.
 */
export function pageCsp(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** True when a browser says the request was made by another site. Clients that are not browsers send neither header. */
export function isCrossSite(headers: Record<string, unknown>, ownOrigins: readonly string[]): boolean {
  const origin = headers.origin;
  if (typeof origin === 'string') return !ownOrigins.includes(origin);
  const site = headers['sec-fetch-site'];
  return typeof site === 'string' && site !== 'same-origin' && site !== 'none';
}

/** Cookie names carry realm and port, because cookies ignore ports. */
export function cookieName(realm: 'client' | 'staff', port: number): string {
  return `__Host-${realm}-${port}`;
}

/** The cookie of a sign-in that is half done, beside the one of the session: `__Host-client-half-3000`. */
export function halfCookieName(session: string): string {
  return session.replace(/-(\d+)$/, '-half-$1');
}
