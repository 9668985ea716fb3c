/** How the page looks: light and dark, on a phone and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --card: #f6f8fa; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #30363d; --card: #161b22; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, "PingFang SC", "PingFang TC", "Microsoft YaHei", "Microsoft JhengHei", "Noto Sans CJK SC", sans-serif; }
header { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--line); padding: 1rem clamp(1rem, 4vw, 3rem); }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; }
header > p { margin: 0 0 .75rem; color: var(--soft); max-width: 60rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
form p { margin: 0; color: var(--soft); }
label { display: grid; font-size: .85rem; color: var(--soft); }
input, select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .5rem; max-width: 16rem; }
main { padding: 1rem clamp(1rem, 4vw, 3rem); display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)); align-items: start; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; break-inside: avoid; content-visibility: auto; contain-intrinsic-size: auto 20rem; }
article[hidden] { display: none; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
h2 small { font-weight: normal; color: var(--soft); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0 0 .5rem; }
@media (max-width: 40rem) { header { position: static; } }
@media print {
  header { position: static; border: 0; } form, button { display: none; } main { display: block; }
  article { background: none; margin-bottom: 1rem; content-visibility: visible; }
}
`;

/** How it is searched: every word must be in the notice, whatever its letters' case; each filter narrows it further. */
export const pageScript = `
const form = document.getElementById('filters');
const articles = [...document.querySelectorAll('article')].map((element) => ({ element, text: [...element.querySelectorAll('h2, pre')].map((one) => one.textContent).join(' ').toLowerCase() }));
const narrow = () => {
  const chosen = Object.fromEntries(new FormData(form));
  const words = chosen.search.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const { element, text } of articles) {
    const fits = words.every((word) => text.includes(word)) &&
      Object.entries(chosen).every(([name, value]) => name === 'search' || value === '' || element.dataset[name] === value);
    element.hidden = !fits;
    if (fits) count += 1;
  }
  document.getElementById('count').value = count;
};
form.addEventListener('input', narrow);
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('main').addEventListener('click', async ({ target }) => {
  if (target.tagName !== 'BUTTON') return;
  try {
    await navigator.clipboard.writeText(target.parentElement.querySelector('pre').textContent);
  } catch {
    return;
  }
  target.dataset.label ??= target.textContent;
  target.textContent = target.dataset.copied;
  setTimeout(() => { target.textContent = target.dataset.label; }, 2000);
});
narrow();
`;
