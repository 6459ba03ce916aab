/** The document that may go along with a mail: what is asked for, and what may be read for it. */
import { MAIL_TEMPLATES, type MailTemplate } from '@sounding/contracts';

/** Where a mail says that its PDF is: it goes along, it follows in a mail of its own, or it waits on its page. */
export type Whereabouts = 'attached' | 'follows' | 'on-page';

export interface WishedDocument {
  /** The key in the object store. */
  readonly object: string;
  /** The file name that the person sees. */
  readonly name: string;
}

/** Receipts keep documents under their hash. Nothing else in the store is ever read for a mail, whatever a wish names. */
const DOCUMENT = /^documents\/[0-9a-f]{64}\.pdf$/;
/** Letters, digits, points, dashes: nothing that a mail program would have to guess at, and no path. */
const PLAIN_NAME = /^[a-z0-9][a-z0-9._-]*\.pdf$/i;
const OTHER_NAME = 'sounding.pdf';

/** Null where the mail wants none, and for mails that have none; `data` as it was kept. */
export function wishedDocument(template: string, data: unknown): WishedDocument | null {
  const known = MAIL_TEMPLATES[template as MailTemplate]?.safeParse(data);
  if (!known?.success || !('attachment' in known.data) || !known.data.attachment) return null;
  const { object, name } = known.data.attachment;
  return { object, name: PLAIN_NAME.test(name) ? name : OTHER_NAME };
}

export function isDocument(object: string): boolean {
  return DOCUMENT.test(object);
}
