/**
 * Emergency and crisis numbers by country. Only national numbers that their operators publish are here, each with the place
 * where it is published, so that anybody can check it. Review the list twice a year and move the date only then.
 */

export interface Line {
  readonly name: string;
  readonly number: string;
  readonly note?: string;
  /** Site of the organisation that runs the line. */
  readonly source: string;
}

export interface Country {
  /** ISO 3166-1 alpha-2, lower case; the anchor on the page. */
  readonly code: string;
  readonly name: string;
  readonly emergency: readonly string[];
  readonly lines: readonly Line[];
}

/** The day of the last review. */
export const HELP_CHECKED = '2026-11-23';

function country(code: string, name: string, emergency: readonly string[], ...lines: Line[]): Country {
  return { code, name, emergency, lines };
}

function line(number: string, name: string, source: string, note?: string): Line {
  return note === undefined ? { number, name, source } : { number, name, source, note };
}

const DAY_AND_NIGHT = 'day and night';
const FREE = 'free, day and night';

export const HELP: readonly Country[] = [
  country('ar', 'Argentina', ['911', '107'], line('0800 999 0091', 'Línea de Salud Mental', 'argentina.gob.ar', FREE)),
  country('au', 'Australia', ['000'], line('13 11 14', 'Lifeline', 'lifeline.org.au', DAY_AND_NIGHT)),
  country('at', 'Austria', ['112', '144'], line('142', 'TelefonSeelsorge', 'telefonseelsorge.at', FREE)),
  country(
    'be',
    'Belgium',
    ['112'],
    line('1813', 'Zelfmoordlijn', 'zelfmoord1813.be', 'Dutch'),
    line('0800 32 123', 'Centre de Prévention du Suicide', 'preventionsuicide.be', 'French'),
  ),
  country('br', 'Brazil', ['190', '192'], line('188', 'Centro de Valorização da Vida (CVV)', 'cvv.org.br', FREE)),
  country(
    'ca',
    'Canada',
    ['911'],
    line('988', 'Suicide Crisis Helpline', '988.ca', 'call or text, English and French, day and night'),
  ),
  country(
    'cl',
    'Chile',
    ['131', '133'],
    line('*4141', 'Línea Prevención del Suicidio', 'minsal.cl', 'from mobile phones'),
  ),
  country(
    'cz',
    'Czech Republic',
    ['112', '155'],
    line('116 123', 'Linka první psychické pomoci', 'linkapsychickepomoci.cz', FREE),
  ),
  country('dk', 'Denmark', ['112'], line('70 201 201', 'Livslinien', 'livslinien.dk')),
  country('fi', 'Finland', ['112'], line('09 2525 0111', 'MIELI Kriisipuhelin', 'mieli.fi', DAY_AND_NIGHT)),
  country('fr', 'France', ['112', '15'], line('3114', 'Numéro national de prévention du suicide', '3114.fr', FREE)),
  country(
    'de',
    'Germany',
    ['112'],
    line('0800 111 0 111', 'TelefonSeelsorge', 'telefonseelsorge.de', FREE),
    line('116 123', 'TelefonSeelsorge', 'telefonseelsorge.de', FREE),
  ),
  country('gr', 'Greece', ['112', '166'], line('1018', 'Suicide helpline (Klimaka)', 'suicide-help.gr', DAY_AND_NIGHT)),
  country('hk', 'Hong Kong', ['999'], line('18111', 'Mental Health Support Hotline', 'shallwetalk.hk', DAY_AND_NIGHT)),
  country('hu', 'Hungary', ['112'], line('116 123', 'LESZ lelkisegély-vonal', 'sos116-123.hu', FREE)),
  country('in', 'India', ['112'], line('14416', 'Tele-MANAS', 'telemanas.mohfw.gov.in', FREE)),
  country('ie', 'Ireland', ['112', '999'], line('116 123', 'Samaritans', 'samaritans.org', FREE)),
  country('il', 'Israel', ['101', '100'], line('1201', 'ERAN', 'eran.org.il', DAY_AND_NIGHT)),
  country('it', 'Italy', ['112'], line('02 2327 2327', 'Telefono Amico Italia', 'telefonoamico.it')),
  country('jp', 'Japan', ['119', '110'], line('0120 279 338', 'Yorisoi Hotline', 'since2011.net', FREE)),
  country('mx', 'Mexico', ['911'], line('800 911 2000', 'Línea de la Vida', 'gob.mx/lineadelavida', FREE)),
  country(
    'nl',
    'Netherlands',
    ['112'],
    line('113', '113 Zelfmoordpreventie', '113.nl', FREE),
    line('0800 0113', '113 Zelfmoordpreventie', '113.nl', FREE),
  ),
  country(
    'nz',
    'New Zealand',
    ['111'],
    line('1737', 'Need to talk?', '1737.org.nz', 'call or text, free, day and night'),
  ),
  country('no', 'Norway', ['112', '113'], line('116 123', 'Mental Helse', 'mentalhelse.no', DAY_AND_NIGHT)),
  country('ph', 'Philippines', ['911'], line('1553', 'NCMH Crisis Hotline', 'ncmh.gov.ph', DAY_AND_NIGHT)),
  country('pl', 'Poland', ['112'], line('116 123', 'Kryzysowy Telefon Zaufania', '116sos.pl', 'free')),
  country('pt', 'Portugal', ['112'], line('808 24 24 24', 'SNS 24', 'sns24.gov.pt', DAY_AND_NIGHT)),
  country(
    'sg',
    'Singapore',
    ['995', '999'],
    line('1767', 'Samaritans of Singapore', 'sos.org.sg', DAY_AND_NIGHT),
    line('1771', 'national mindline', 'mindline.sg', DAY_AND_NIGHT),
  ),
  country(
    'za',
    'South Africa',
    ['112', '10177'],
    line('0800 567 567', 'SADAG Suicide Crisis Helpline', 'sadag.org', FREE),
  ),
  country('kr', 'South Korea', ['119', '112'], line('109', 'Suicide prevention hotline', 'mohw.go.kr', DAY_AND_NIGHT)),
  country('es', 'Spain', ['112'], line('024', 'Línea de atención a la conducta suicida', 'sanidad.gob.es', FREE)),
  country('se', 'Sweden', ['112'], line('90101', 'Mind Självmordslinjen', 'mind.se')),
  country('ch', 'Switzerland', ['112', '144'], line('143', 'Die Dargebotene Hand', '143.ch', DAY_AND_NIGHT)),
  country(
    'gb',
    'United Kingdom',
    ['999', '112'],
    line('116 123', 'Samaritans', 'samaritans.org', FREE),
    line('111', 'NHS 111, mental health option', 'nhs.uk', 'England, Scotland and Wales'),
  ),
  country(
    'us',
    'United States',
    ['911'],
    line('988', '988 Suicide & Crisis Lifeline', '988lifeline.org', 'call or text, free, day and night'),
  ),
];

/** Intl.Locale knows the zones of a region; TypeScript does not know yet that it does. */
function zonesOf(code: string): readonly string[] {
  const locale = new Intl.Locale('und', { region: code.toUpperCase() }) as Intl.Locale & {
    getTimeZones?: () => string[];
  };
  return locale.getTimeZones?.() ?? [];
}

/** The country a visitor probably is in, from the device's zone, else from the region of the browser's language; null when unsure. */
export function likelyCountry(zone: string | null, languages: string | null): Country | null {
  const byZone = zone === null ? undefined : HELP.find((one) => zonesOf(one.code).includes(zone));
  if (byZone) return byZone;
  const region = /^[a-z]{2,3}-([a-z]{2})\b/i.exec(languages ?? '')?.[1]?.toLowerCase();
  return HELP.find((one) => one.code === region) ?? null;
}
