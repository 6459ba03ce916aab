/** The hosted page's one stylesheet: paper and ink, large targets, one column on a phone. Contrast is at least 4.5 in both schemes. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #faf7f1; --card: #ffffff; --ink: #1f2a27; --soft: #55615c; --line: #857f74; --hair: #e4dfd5;
  --accent: #1c5a4c; --on-accent: #ffffff; --bad: #9b1c1c; --bad-paper: #fdf0ee; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --paper: #17201d; --card: #1f2a27; --ink: #eef2ee; --soft: #b6c2bc; --line: #8a968f;
  --hair: #35423d; --accent: #9fdac6; --on-accent: #10221c; --bad: #ffb4ab; --bad-paper: #3a211f; --focus: #a8c7fa; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, 'Segoe UI', Roboto, sans-serif; }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.test { margin: 0; padding: 0.5rem 1.25rem; text-align: center; font-size: 0.9375rem; border-bottom: 1px solid var(--hair); color: var(--soft); }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; display: grid; gap: 2rem; }
main.narrow { max-width: 34rem; }
@media (min-width: 54rem) { main:not(.narrow, .wide) { grid-template-columns: 1fr 1fr; gap: 4rem; padding-top: 3.5rem; } }
h1 { font-size: 1.125rem; font-weight: 500; margin: 0 0 0.25rem; color: var(--soft); }
h1.plain { font-size: 1.5rem; font-weight: 600; color: var(--ink); }
h2 { font-size: 1.25rem; margin: 0 0 1rem; }
h3 { font-size: 1.0625rem; margin: 1.75rem 0 1rem; }
.total { font-size: 2.5rem; font-weight: 600; line-height: 1.1; margin: 0 0 1.5rem; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.6rem 0; border-bottom: 1px solid var(--hair); font-weight: 400; vertical-align: top; overflow-wrap: anywhere; }
td { text-align: right; white-space: nowrap; padding-left: 1rem; overflow-wrap: normal; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
.pay { background: var(--card); border: 1px solid var(--hair); border-radius: 0.9rem; padding: 1.5rem; }
.field { margin: 0 0 1.1rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
label { display: block; font-weight: 550; margin-bottom: 0.3rem; }
.hint { color: var(--soft); font-size: 0.9375rem; margin: 0.25rem 0 0; }
input { width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.7rem 0.8rem; min-height: 3rem; }
fieldset { border: 0; padding: 0; margin: 1.5rem 0 0; min-width: 0; }
legend { font-size: 1.125rem; font-weight: 600; margin-bottom: 0.75rem; padding: 0; }
.tick { display: flex; gap: 0.75rem; align-items: flex-start; font-weight: 400; }
.tick input { width: 1.5rem; min-height: 1.5rem; flex: none; margin: 0.1rem 0 0; }
input[aria-invalid='true'] { border: 2px solid var(--bad); }
.wrong { color: var(--bad); font-size: 0.9375rem; margin: 0.3rem 0 0; }
.alert { border-left: 4px solid var(--bad); background: var(--bad-paper); padding: 0.8rem 1rem; border-radius: 0.4rem; margin: 0 0 1.25rem; }
.alert strong { display: block; }
button { font: inherit; font-weight: 600; width: 100%; min-height: 3.25rem; padding: 0.5rem 1rem; border: 0; border-radius: 0.6rem; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.quiet { background: transparent; color: var(--ink); border: 1px solid var(--line); margin-top: 0.75rem; }
button.small { width: auto; min-height: 2.5rem; padding: 0 0.8rem; font-size: 0.9375rem; background: transparent; color: var(--ink); border: 1px solid var(--line); }
select { font: inherit; font-size: 0.9375rem; min-height: 2.5rem; max-width: 100%; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.said { border-left: 4px solid var(--accent); padding: 0.5rem 1rem; margin: 0; }
.scroll { overflow-x: auto; } .scroll td, .scroll th { text-align: left; padding: 0.5rem 1rem 0.5rem 0; white-space: nowrap; }
.scroll form { display: inline-flex; flex-wrap: wrap; gap: 0.4rem; margin-right: 0.4rem; } code { font-size: 0.875rem; }
main > * { min-width: 0; }
details { margin-top: 1.5rem; border-top: 1px solid var(--hair); padding-top: 1rem; }
summary { cursor: pointer; font-weight: 550; padding: 0.4rem 0; }
details ul { list-style: none; padding: 0; margin: 0.5rem 0 0; }
details li { padding: 0.45rem 0; border-top: 1px solid var(--hair); font-size: 0.9375rem; }
details li a { display: inline-block; padding: 0.15rem 0; font-variant-numeric: tabular-nums; }
details li span { display: block; color: var(--soft); }
.back { display: inline-block; margin: 0 0 1.25rem; padding: 0.3rem 0; }
.foot { color: var(--soft); font-size: 0.9375rem; margin: 1.25rem 0 0; }
`;
