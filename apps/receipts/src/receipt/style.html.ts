/** How documents of template 2 look: white, one deep green that is as plain in black and white, and figures that stand in columns. */
import type { Paper } from './times.ts';

/** Letter is wider and lower than A4: it gives of its margins so that the same receipt fits on one page of it. */
const PAPERS: Readonly<Record<Paper, string>> = {
  a4: 'size:A4;margin:15mm 19mm 19mm',
  letter: 'size:letter;margin:10mm 20mm 14mm',
};

/** And of its white. */
const CLOSER = 'h2{margin-top:9pt}ul.facts{row-gap:5pt}section>p,ul>li{margin-bottom:1.5pt}';

const INK = '#17302f';
const QUIET = '#47605d';
const DEEP = '#125a5a';
const RULE = '#c3cfcc';

/** Of a number only what numbers are made of can stand in a style sheet. */
function plain(number: string): string {
  return number.slice(0, 40).replaceAll(/[^A-Za-z0-9-]/g, '');
}

function page(paper: Paper, number: string): string {
  const foot = `font:400 9pt 'Sounding Sans',sans-serif;font-variant-numeric:tabular-nums;color:${QUIET};vertical-align:top;padding-top:4mm`;
  return `@page{${PAPERS[paper]};
@bottom-left{content:"Sounding  ${plain(number)}";${foot}}
@bottom-right{content:"Page " counter(page) " of " counter(pages);${foot}}}`;
}

/** `faces` are the rules of inlined typefaces; `number` stands at the foot of every page. */
export function style({ paper, number, faces }: { paper: Paper; number: string; faces: string }): string {
  return `${faces}
${page(paper, number)}
*{box-sizing:border-box}
body{margin:0;color:${INK};font:400 10.5pt/1.42 'Sounding Sans',sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere;-webkit-print-color-adjust:exact;print-color-adjust:exact}
header{display:flex;justify-content:space-between;align-items:center;gap:12mm;padding-bottom:8pt;border-bottom:1.5pt solid ${DEEP}}
.brand{margin:0;display:flex;align-items:center;gap:7pt;font:600 18pt/1 'Sounding Serif','Sounding Sans',serif;color:${DEEP}}
.brand svg{width:24pt;height:24pt}
.issuer{margin:0;max-width:100mm;text-align:right;font-size:9pt;line-height:1.3;color:${QUIET}}
.issuer b{font-weight:600;color:${INK}}
.top{display:flex;justify-content:space-between;align-items:baseline;gap:10mm;margin:13pt 0 2pt}
h1{margin:0;font:500 26pt/1.1 'Sounding Serif','Sounding Sans',serif;letter-spacing:-.01em}
.number{margin:0;font-weight:600;font-size:13pt;white-space:nowrap}
.lead{margin:0 0 10pt;font-size:11.5pt}b{font-weight:600}
h2{margin:12pt 0 4pt;font-weight:600;font-size:12pt;line-height:1.25;color:${DEEP};break-after:avoid}
p{margin:0 0 3pt}ul{margin:0;padding:0 0 0 13pt}li{margin:0 0 2pt}li::marker{color:${DEEP}}
p,li,section{break-inside:avoid}.long{break-inside:auto}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:6.5pt 10mm;margin:0;padding:0;list-style:none}.facts li,.facts p{margin:0}
.facts .wide{grid-column:1/-1}.facts .name{font-size:9pt;line-height:1.3;color:${QUIET}}
.also{display:block}
table{width:100%;border-collapse:collapse;margin:0}
caption{text-align:left;font-size:9pt;color:${QUIET};padding-bottom:3pt}
th,td{padding:4pt 9pt 4pt 0;text-align:left;vertical-align:top;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead{display:table-header-group}tfoot{display:table-row-group}
h2+table caption{margin-top:-17pt;padding:0 0 3.5pt 45mm;text-align:right}
thead,tr{break-inside:avoid}thead,caption{break-after:avoid}tbody tr:first-child{break-before:avoid}
thead th{overflow-wrap:normal;vertical-align:bottom;font-size:9pt;line-height:1.25;color:${QUIET};border-bottom:.75pt solid ${INK}}
tbody tr{border-bottom:.5pt solid ${RULE}}tbody tr:last-child{border-bottom:0}
.amount{text-align:right;white-space:nowrap}
.detail{display:block;font-weight:400;font-size:9.5pt;line-height:1.35;color:${QUIET}}
tfoot th,tfoot td{font-weight:600;border-top:1.5pt solid ${INK};border-bottom:.75pt solid ${INK};padding-top:6pt;padding-bottom:6pt}
tfoot tr{break-before:avoid}.after{margin-top:6pt}
.lines tfoot th,.lines tfoot td{font-size:16pt;line-height:1.2}
.lines td.amount{width:27mm}.lines tbody th{font-weight:600}
.movements,.rows{font-size:9.5pt;line-height:1.3}.movements td,.movements th,.rows td,.rows th{padding-top:3.2pt;padding-bottom:3.2pt;padding-right:6pt}
.movements th:last-child,.movements td:last-child,.rows th:last-child,.rows td:last-child{padding-right:0}
.movements tbody th,.rows tbody th{white-space:nowrap}
.totals td,.totals th{padding-top:3.2pt;padding-bottom:3.2pt}
.balances{margin-top:8pt}.balances p:last-child{font-weight:600;font-size:16pt;line-height:1.25}
.proof{display:flex;gap:6mm;align-items:center;margin-top:9pt;padding-top:8pt;border-top:.75pt solid ${RULE}}
.proof svg{flex:none;width:24mm;height:24mm;margin:-2.5mm 0 -2.5mm -2mm}.proof h2{margin:0 0 3pt}.proof .facts{display:block}
.proof li{display:flex;gap:4mm}.proof li p,.proof li .name{font-size:9pt;line-height:1.4}.proof .name{flex:none;width:27mm}
${paper === 'letter' ? CLOSER : ''}`;
}
