/** How the page looks: light and dark, on a phone and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --card: #f6f8fa; --link: #0550ae; --edge: clamp(1rem, 4vw, 3rem); }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #30363d; --card: #161b22; --link: #79c0ff; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 9rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, "PingFang SC", "PingFang TC", "Microsoft YaHei", "Microsoft JhengHei", "Noto Sans CJK SC", sans-serif; }
header { padding: 1rem var(--edge) 0; }
header p { margin: 0 0 .5rem; color: var(--soft); max-width: 60rem; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; background: var(--paper); border-bottom: 1px solid var(--line); padding: .75rem var(--edge); }
form p { margin: 0; color: var(--soft); }
label { display: grid; font-size: .85rem; color: var(--soft); }
input, select, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .5rem; max-width: 14rem; }
a { color: var(--link); }
a, input, select, button { outline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); }
nav ul { columns: 14rem; margin: 0; padding: 1rem var(--edge) 0; list-style: none; }
main { padding: 0 var(--edge) 2rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.5rem 0 0; }
h4 { font-size: 1rem; margin: 1rem 0 .5rem; color: var(--soft); }
h5 { font-size: .9rem; margin: 0 0 .5rem; }
h5 small { font-size: inherit; font-weight: normal; color: var(--soft); }
section > div { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)); align-items: start; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; break-inside: avoid; content-visibility: auto; contain-intrinsic-size: auto 20rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0 0 .5rem; }
@media (max-width: 40rem) {
  form { position: static; display: grid; grid-template-columns: 1fr 1fr; } form > * { min-width: 0; } input, select { width: 100%; } html { scroll-padding-top: 0; }
  form label:first-child { grid-column: 1 / -1; } form label:first-child input { max-width: none; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #999; --card: #fff; color-scheme: light; }
  body { font-size: 11pt; line-height: 1.45; } form, nav, button { display: none; }
  section > div { display: block; } article { margin-bottom: .75rem; content-visibility: visible; }
  h2, h3, h4, h5 { break-after: avoid; } section[data-playbook]:not([hidden]) ~ section[data-playbook] { break-before: page; }
}
`;

/** How it is searched: every word must be in the notice or above it, whatever its letters' case; each filter narrows it further. What is empty then is not shown. */
export const pageScript = `
const form = document.getElementById('filters');
const main = document.querySelector('main');
const sections = [...main.querySelectorAll('section')].reverse();
const links = [...document.querySelectorAll('nav a')].map((link) => ({ item: link.parentElement, section: document.getElementById(link.hash.slice(1)) }));
const articles = [...main.querySelectorAll('article')].map((element) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = main.dataset.copy;
  const values = { ...element.dataset };
  const said = [...element.querySelectorAll('h5, pre')].map((one) => one.textContent);
  for (let above = element.closest('section'); above !== null; above = above.parentElement.closest('section')) {
    Object.assign(values, above.dataset);
    said.push(above.firstElementChild.textContent);
  }
  element.append(button);
  return { element, values, text: said.join(' ').toLowerCase() };
});
const narrow = () => {
  const chosen = Object.fromEntries(new FormData(form));
  const words = chosen.search.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const { element, values, text } of articles) {
    const fits = words.every((word) => text.includes(word)) &&
      Object.entries(chosen).every(([name, value]) => name === 'search' || value === '' || values[name].split(' ').includes(value));
    element.hidden = !fits;
    if (fits) count += 1;
  }
  for (const section of sections) section.hidden = section.querySelector('article:not([hidden])') === null;
  for (const { item, section } of links) item.hidden = section.hidden;
  document.getElementById('count').value = count;
};
form.addEventListener('input', narrow);
form.addEventListener('reset', () => setTimeout(narrow));
form.addEventListener('submit', (event) => event.preventDefault());
main.addEventListener('click', async ({ target }) => {
  if (target.tagName !== 'BUTTON') return;
  try {
    await navigator.clipboard.writeText(target.parentElement.querySelector('pre').textContent);
  } catch {
    return;
  }
  target.textContent = main.dataset.copied;
  setTimeout(() => { target.textContent = main.dataset.copy; }, 2000);
});
narrow();
`;
