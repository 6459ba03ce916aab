/** What all pages share: the frame, and a labelled field that says what is wrong with it. Works without script; nothing comes from elsewhere. */
import { type Html, html } from './html.ts';

export function document(title: string, body: Html, shape: 'columns' | 'narrow' | 'wide'): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/c/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><p class="test"><strong>Test payments.</strong> No real card or bank account works here, and no money moves.</p></header>
<main${shape === 'columns' ? null : html` class="${shape}"`}>
${body}
</main>
</body>
</html>`.text;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** For the browser's own memory, `cc-number`. */
  readonly complete: string;
  readonly mode: string;
  readonly hint?: string | undefined;
  readonly flaw?: string | undefined;
  /** The person begins here. */
  readonly first: boolean;
}

export function field({ name, label, value, complete, mode, hint, flaw, first }: Field): Html {
  const described = [hint ? `${name}-hint` : '', flaw ? `${name}-wrong` : ''].filter(Boolean).join(' ');
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" autocomplete="${complete}" inputmode="${mode}" required${described ? html` aria-describedby="${described}"` : null}${flaw ? html` aria-invalid="true"` : null}${first ? html` autofocus` : null}>
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}
${flaw ? html`<p class="wrong" id="${name}-wrong">${flaw}</p>` : null}
</div>`;
}

/** A page that says one thing and leads on. */
export function noticePage(title: string, sentence: string, link: { href: string; label: string } | null): string {
  const body = html`<section class="pay" aria-labelledby="what">
<h1 class="plain" id="what">${title}</h1>
<p>${sentence}</p>
${link ? html`<p><a href="${link.href}">${link.label}</a></p>` : null}
</section>`;
  return document(title, body, 'narrow');
}
