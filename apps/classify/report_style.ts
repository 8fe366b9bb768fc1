/** The contact sheet's look: quiet, dense, light or dark as the reader's system is. */
export const PAGE_STYLE: string = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --paper: #fcfcfd;
  --line: #e0e1e6; --accent: #2f6f9f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #edeef0; --soft: #a0a4ab; --paper: #16181b; --line: #33363b; --accent: #79b4dc; }
}
body { margin: 0; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 14px/1.4 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.4rem; font-weight: 600; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; font-weight: 600; }
p { margin: .25rem 0 1rem; color: var(--soft); }
fieldset { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0 0 1rem; padding: 0; border: 0; }
legend { float: left; margin-right: .5rem; padding: .25rem 0; color: var(--soft); }
label { padding: .25rem .6rem; border: 1px solid var(--line); border-radius: 1rem; cursor: pointer; }
label:has(:checked) { border-color: var(--accent); color: var(--accent); }
label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
label input { position: absolute; opacity: 0; }
ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .75rem;
  margin: 0; padding: 0; list-style: none; }
li { display: grid; justify-items: center; gap: .1rem; padding: .6rem .4rem;
  border: 1px solid var(--line); border-radius: .4rem; text-align: center;
  content-visibility: auto; contain-intrinsic-size: 6.5rem 9.5rem; }
img, .gone { width: 64px; height: 64px; border-radius: .25rem; background: var(--line); }
.gone { display: grid; place-items: center; font-size: 11px; color: var(--soft); }
b { font-weight: 600; }
meter { width: 100%; height: .5rem; }
span { font-variant-numeric: tabular-nums; }
small { width: 100%; overflow: hidden; color: var(--soft); text-overflow: ellipsis;
  white-space: nowrap; }
table { border-collapse: collapse; }
td { padding: .2rem 1rem .2rem 0; border-top: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
`.trim();
