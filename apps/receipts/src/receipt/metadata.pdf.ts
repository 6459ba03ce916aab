/**
 * Finishes what Chromium printed: the same document gives the same bytes, and says of itself what PDF/UA-1 wants.
 *
 * Three things differ from one print to the next: the time, the names of the nodes of the structure tree (they count on as long as
 * a page lives) and their gaps. The time becomes that of the document, the names are counted anew in the order of the file.
 */
import { createHash } from 'node:crypto';
import {
  ParseSpeeds,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHeader,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFString,
} from '@cantoo/pdf-lib';

/** `/ID (node00000012)`, as Chromium names what a cell of a table refers to. */
const NODE = /^node\d+$/;
/** A document takes three milliseconds; giving way to others in between, as the library does, would make it ten times as long. */
const AT_ONCE = { parseSpeed: ParseSpeeds.Fastest, objectsPerTick: Number.POSITIVE_INFINITY };
const PLACE_OF_ID = '0123456789ABCDEF'.repeat(2);

const ID = PDFName.of('ID');
const HEADERS = PDFName.of('Headers');
const ATTRIBUTES = PDFName.of('A');
const TYPE = PDFName.of('Type');
const ELEMENT = PDFName.of('StructElem');
const NAMES = PDFName.of('Names');
const LIMITS = PDFName.of('Limits');
const KIDS = PDFName.of('Kids');

function textOf(object: PDFObject | undefined): string | null {
  return object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : null;
}

/** Counts nodes in the order in which they are met. */
class Names {
  private readonly known = new Map<string, PDFString>();

  of(object: PDFObject): PDFObject {
    const old = textOf(object);
    if (old === null || !NODE.test(old)) return object;
    const found = this.known.get(old) ?? PDFString.of(`node${String(this.known.size + 1).padStart(8, '0')}`);
    this.known.set(old, found);
    return found;
  }
}

/** Renames in an element of the structure tree: its own name, and those it refers to. */
function rename(dict: PDFDict, names: Names): void {
  const [id, headers, attributes] = [dict.get(ID), dict.get(HEADERS), dict.get(ATTRIBUTES)];
  if (id) dict.set(ID, names.of(id));
  if (headers instanceof PDFArray) renameAll(headers, names);
  if (attributes) renameIn(attributes, names);
}

function renameAll(array: PDFArray, names: Names): void {
  array.asArray().forEach((value, index) => {
    array.set(index, names.of(value));
  });
}

/** Attributes are one dictionary or several. */
function renameIn(value: PDFObject, names: Names): void {
  if (value instanceof PDFDict) rename(value, names);
  else if (value instanceof PDFArray) for (const each of value.asArray()) renameIn(each, names);
}

/** The leaves of a tree of names, in order. */
function leavesOf(node: PDFDict): PDFDict[] {
  const kids = node.lookupMaybe(KIDS, PDFArray);
  return kids ? kids.asArray().flatMap((_, index) => leavesOf(kids.lookup(index, PDFDict))) : [node];
}

/** The tree that finds elements by name is sorted, so it is filled anew, each leaf with as many as it had. */
function refill(tree: PDFDict, names: Names, context: PDFContext): void {
  const leaves = leavesOf(tree).map((leaf) => ({ leaf, list: leaf.lookup(NAMES, PDFArray).asArray() }));
  const pairs = leaves
    .flatMap(({ list }) => Array.from({ length: list.length / 2 }, (_, at) => list.slice(2 * at, 2 * at + 2)))
    .map(([key, target]) => ({ key: key && names.of(key), target }))
    .sort((a, b) => ((textOf(a.key) ?? '') < (textOf(b.key) ?? '') ? -1 : 1));
  for (const { leaf, list } of leaves) {
    const own = pairs.splice(0, list.length / 2);
    leaf.set(NAMES, context.obj(own.flatMap(({ key, target }) => (key && target ? [key, target] : []))));
    const [first, last] = [own.at(0)?.key, own.at(-1)?.key];
    if (first && last) leaf.set(LIMITS, context.obj([first, last]));
  }
}

function renumber(document: PDFDocument): void {
  const names = new Names();
  const root = document.catalog.lookupMaybe(PDFName.of('StructTreeRoot'), PDFDict);
  if (!root) return;
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (object instanceof PDFDict && object.get(TYPE) === ELEMENT) rename(object, names);
  }
  const tree = root.lookupMaybe(PDFName.of('IDTree'), PDFDict);
  if (tree) refill(tree, names, document.context);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function xml(value: string): string {
  return value.replaceAll(/[&<>]/g, (mark) => ENTITIES[mark] ?? '');
}

/** The metadata that readers of PDF/UA-1 look for; `pdfuaid:part` is the claim itself. */
function xmpOf(title: string, language: string, at: Date): string {
  const instant = at.toISOString();
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xml(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${xml(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Sounding</xmp:CreatorTool>
<xmp:CreateDate>${instant}</xmp:CreateDate><xmp:ModifyDate>${instant}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}

/** The file's own name is made of its content, so it is put in last: twice, in the dictionary at the end of the file. */
function named(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const id = createHash('sha256').update(file).digest('hex').slice(0, 32).toUpperCase();
  for (let times = 0; times < 2; times += 1) {
    const at = file.lastIndexOf(PLACE_OF_ID);
    if (at < 0) throw new Error('the file has no place for its name');
    file.write(id, at, 'latin1');
  }
  return file;
}

/**
 * The finished file: dated `issuedAt`, titled and in the language of the page that was printed. The same print gives the same
 * bytes. Throws when the page had no title or no language, because then a screen reader could not say what it reads.
 */
export async function finish(printed: Uint8Array, issuedAt: Date): Promise<Uint8Array> {
  const document = await PDFDocument.load(printed, { ...AT_ONCE, updateMetadata: false });
  const { catalog, context } = document;
  const title = document.getTitle();
  const language = textOf(catalog.get(PDFName.of('Lang')));
  // A page without a title is printed under its address.
  if (!title || title === 'about:blank' || !language) throw new Error('a document needs a title and a language');
  renumber(document);
  document.setCreator('Sounding');
  document.setCreationDate(issuedAt);
  document.setModificationDate(issuedAt);
  catalog.set(PDFName.of('ViewerPreferences'), context.obj({ DisplayDocTitle: true }));
  const xmp = context.stream(xmpOf(title, language, issuedAt), { Type: 'Metadata', Subtype: 'XML' });
  catalog.set(PDFName.of('Metadata'), context.register(xmp));
  // Objects in compressed streams came with PDF 1.5; the tags of a receipt alone take 20 kB without.
  context.header = PDFHeader.forVersion(1, 7);
  const id = PDFHexString.of(PLACE_OF_ID);
  context.trailerInfo.ID = context.obj([id, id]);
  return named(
    await document.save({ ...AT_ONCE, useObjectStreams: true, addDefaultPage: false, updateFieldAppearances: false }),
  );
}
