/** How the report looks: light and dark, on a phone and on paper. Charts take their colours from here; they differ in lightness and in their lines too. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --card: #f6f8fa; --link: #0550ae;
  --good: #116329; --bad: #a40e26; --doubt: #7d4e00;
  --c1: #0060a8; --c2: #c24a00; --c3: #00785a; --c4: #5b6470; --c5: #9c3f82; --c6: #7a6200;
  --mark: #c24a00; --act: #6b2fb3; --blind: #57606a;
  --phase-investigating: #c24a00; --phase-identified: #b8860b; --phase-monitoring: #4f9ad6; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #30363d; --card: #161b22; --link: #79b8ff;
    --good: #56d364; --bad: #ff8a80; --doubt: #e3b341;
    --c1: #6cb6ff; --c2: #ff9b57; --c3: #3fcf9f; --c4: #b1bac4; --c5: #e29bd0; --c6: #e3c341;
    --mark: #ff9b57; --act: #c297ff; --blind: #9da7b3;
    --phase-investigating: #ff9b57; --phase-identified: #e3c341; --phase-monitoring: #3d7fb8; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "PingFang SC", "PingFang TC", "Microsoft YaHei", "Microsoft JhengHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2rem); }
header { padding-top: 1.25rem; }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
h4 { font-size: .95rem; margin: 1rem 0 .3rem; }
p { margin: .3rem 0 .6rem; }
a { color: var(--link); }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.about, .soft { color: var(--soft); }
nav ul, .legend, .numbers, .reasons { list-style: none; margin: .5rem 0; padding: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.drill { display: inline-block; border: 2px solid currentColor; border-radius: .3rem; padding: 0 .4rem; font-size: .8rem; font-weight: 700; color: var(--doubt); vertical-align: .2em; }
#story h2 { margin-top: .75rem; }
.outcome { font-size: 1.25rem; font-weight: 700; margin: .25rem 0; }
.expected { color: var(--good); } .unexpected { color: var(--bad); } .inconclusive, .cut-short { color: var(--doubt); }
.reasons, .warnings { list-style: disc; padding-left: 1.2rem; margin-top: .25rem; }
.warnings { list-style-type: "⚠ "; }
.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .5rem; }
.numbers > div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .35rem .6rem; }
.numbers dt { font-size: .8rem; color: var(--soft); } .numbers dd { margin: 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.numbers small { font-weight: 400; font-size: .75rem; color: var(--soft); display: block; line-height: 1.3; }
ol.times { list-style: none; margin: 0; padding: 0; border-left: 2px solid var(--line); }
ol.times li { display: grid; grid-template-columns: 4rem 1fr; gap: 0 .5rem; padding: .12rem 0 .12rem .6rem; }
ol.times time { font-variant-numeric: tabular-nums; color: var(--soft); }
.mark { font-weight: 700; border: 1px solid var(--soft); border-radius: .25rem; padding: 0 .25rem; font-size: .85em; }
figure { margin: 1rem 0 1.5rem; break-inside: avoid; }
figure h3 { margin: 0; } figcaption p { margin: 0 0 .25rem; color: var(--soft); }
.drawn svg { display: block; width: 100%; height: auto; font: 12px sans-serif; }
.drawn svg.narrow { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .85rem; }
.legend svg { width: 1.6rem; height: .8rem; vertical-align: middle; margin-right: .3rem; }
details { margin: .3rem 0; } summary { cursor: pointer; color: var(--link); width: fit-content; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; min-width: 50%; } caption { text-align: left; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; } tbody th { font-weight: 500; }
article { border: 1px solid var(--line); border-radius: .6rem; padding: .25rem 1rem .75rem; margin: 1rem 0; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; } dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; }
.notice { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; margin: .5rem 0; }
.notice pre { white-space: pre-wrap; font: inherit; margin: 0; } .notice h5 { margin: 0 0 .25rem; font-size: .85rem; color: var(--soft); font-weight: 600; }
.met { color: var(--good); } .missed { color: var(--bad); }
footer { color: var(--soft); font-size: .85rem; padding-bottom: 2rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.2rem; } .drawn svg.narrow { display: block; } .drawn svg.wide { display: none; }
  article { padding: .25rem .6rem .6rem; } dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: .35rem; }
  .numbers { grid-template-columns: repeat(2, 1fr); } ol.times li { grid-template-columns: 3rem 1fr; }
}
@media print {
  body { font-size: 11pt; } nav, .skip, .on-screen { display: none; } h2 { break-after: avoid; } article { border: 0; padding: 0; }
  details::details-content { content-visibility: visible; height: auto; } summary { color: inherit; }
  .scroll { overflow: visible; } a { color: inherit; text-decoration: none; } .notice, tr { break-inside: avoid; }
}
`;
