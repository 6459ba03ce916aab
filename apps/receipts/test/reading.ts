/** Reads what a page says, for tests: our own markup is regular enough. */
import { PDFDocument } from '@cantoo/pdf-lib';

/** The objects of a PDF in plain letters: it keeps them in compressed streams. */
export async function objectsOf(pdf: Uint8Array): Promise<string> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  return Buffer.from(await document.save({ useObjectStreams: false })).toString('latin1');
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** The words of a page in order, with one space between the blocks. */
export function textOf(html: string): string {
  return html
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<\/?(b|bdi)>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (mark) => ENTITIES[mark] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The cells of the table of this name, row by row, its head first. */
export function cellsOf(html: string, name: string): string[][] {
  const [, table = ''] = new RegExp(`<table class="${name}">([\\s\\S]*?)</table>`).exec(html) ?? [];
  return [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => textOf(cell)),
  );
}
