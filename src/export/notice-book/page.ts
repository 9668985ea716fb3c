import { locales, type Locale } from '../../model/locale.ts';
import { audiences } from '../../model/notice.ts';
import { phases } from '../../model/incident.ts';
import type { Playbook } from '../../model/playbook.ts';
import { escapeMarkup } from '../../notice/escape-markup.ts';
import { words } from '../../notice/words.ts';
import { pageChannels, tellings, type BookInput, type BookNotice } from './occasions.ts';
import { pageScript, pageStyle } from './page-assets.ts';
import { filterNames, languageNames, pageWords, type FilterName, type PageWords } from './page-words.ts';

/** What every part of the page is written with. */
interface Page {
  readonly locale: Locale;
  readonly said: PageWords;
}

/** One page with every notice, by playbook, phase and audience, to search, filter, copy and print: nothing in it is fetched, and nothing in a notice is taken for markup. */
export function bookPage(
  all: readonly BookNotice[],
  { settings, playbooks }: Pick<BookInput, 'settings' | 'playbooks'>,
): string {
  const { locale } = settings;
  const page: Page = { locale, said: pageWords[locale] };
  const { said } = page;
  const shown = all.filter(({ notice }) => pageChannels.includes(notice.channel));
  const told = playbooks.filter(({ id }) => shown.some(({ playbook }) => playbook.id === id));
  const links = told.map(({ id, title }) => `<li><a href="#playbook-${id}">${escapeMarkup(title[locale])}</a></li>`);
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeMarkup(said.title)} · ${escapeMarkup(settings.service[locale])}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(said.title)}</h1>
<p>${escapeMarkup(said.about)}</p>
</header>
${filters(told, shown.length, page)}
<nav aria-label="${escapeMarkup(said.contents)}"><ul>${links.join('\n')}</ul></nav>
<main data-copy="${escapeMarkup(said.copy)}" data-copied="${escapeMarkup(said.copied)}">
${told.map((playbook) => playbookSection(playbook, shown, page)).join('\n')}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

function filters(playbooks: readonly Playbook[], count: number, { locale, said }: Page): string {
  const values: Readonly<Record<FilterName, readonly (readonly [value: string, text: string])[]>> = {
    playbook: playbooks.map(({ id, title }) => [id, title[locale]]),
    phase: phases.map((phase) => [phase, words[locale].phase[phase]]),
    audience: audiences.map((audience) => [audience, said.audience[audience]]),
    locale: locales.map((one) => [one, languageNames[one]]),
    channel: pageChannels.map((channel) => [channel, said.channel[channel] ?? channel]),
    telling: tellings.map((telling) => [telling, said.telling[telling]]),
  };
  return `<form role="search" id="filters">
<label>${escapeMarkup(said.search)} <input type="search" name="search" autocomplete="off"></label>
${filterNames.map((name) => select(name, said.filters[name], said.all, values[name])).join('\n')}
<button type="reset">${escapeMarkup(said.reset)}</button>
<p role="status"><output id="count">${count}</output> ${escapeMarkup(said.found)}</p>
</form>`;
}

const select = (name: string, label: string, all: string, values: readonly (readonly [string, string])[]): string =>
  `<label>${escapeMarkup(label)} <select name="${name}"><option value="">${escapeMarkup(all)}</option>${values
    .map(([value, text]) => `<option value="${escapeMarkup(value)}">${escapeMarkup(text)}</option>`)
    .join('')}</select></label>`;

function playbookSection(playbook: Playbook, all: readonly BookNotice[], page: Page): string {
  const { id, title } = playbook;
  const own = all.filter((one) => one.playbook.id === id);
  const inPhases = phases.flatMap((phase) => {
    const ofPhase = own.filter(({ notice }) => notice.phase === phase);
    const inside = audiences.flatMap((audience) => {
      const told = ofPhase.filter(({ notice }) => notice.audience === audience);
      const heading = page.said.audience[audience];
      return told.length === 0 ? [] : [section('audience', audience, 4, heading, noticesOf(told, page))];
    });
    const heading = words[page.locale].phase[phase];
    return inside.length === 0 ? [] : [section('phase', phase, 3, heading, inside.join('\n'))];
  });
  return section('playbook', id, 2, title[page.locale], inPhases.join('\n'), ` id="playbook-${id}"`);
}

const section = (name: FilterName, value: string, level: number, title: string, inside: string, more = ''): string =>
  `<section data-${name}="${value}"${more}>
<h${level}>${escapeMarkup(title)}</h${level}>
${inside}
</section>`;

const noticesOf = (told: readonly BookNotice[], page: Page): string =>
  `<div>
${locales.flatMap((locale) => told.filter(({ notice }) => notice.locale === locale).map((one) => article(one, page))).join('\n')}
</div>`;

function article(one: BookNotice, page: Page): string {
  const { locale, channel, subject, body } = one.notice;
  const text = subject === '' ? body : `${subject}\n\n${body}`;
  const told = [...new Set(one.occasions.map(({ telling }) => telling))].join(' ');
  const name = `${languageNames[locale]} · ${page.said.channel[channel] ?? channel}`;
  return `<article data-locale="${locale}" data-channel="${channel}" data-telling="${told}">
<h5>${escapeMarkup(name)} <small>${escapeMarkup(occasionsIn(one, page))}</small></h5>
<pre lang="${locale}">${escapeMarkup(text)}</pre>
</article>`;
}

/** When this is what is said; a cause is named where the playbook knows another with which something else is said. */
function occasionsIn({ playbook, occasions }: BookNotice, { locale, said }: Page): string {
  const known = Object.keys(playbook.causes).length;
  return tellings
    .flatMap((telling) => {
      const causes = occasions.flatMap((one) => (one.telling === telling && one.cause !== null ? [one.cause] : []));
      const told = occasions.some((one) => one.telling === telling) ? [said.telling[telling]] : [];
      if (causes.length === 0 || causes.length === known) return told;
      const named = causes
        .map((cause) => playbook.causes[cause]?.say[locale] ?? cause)
        .join(words[locale].listSeparator);
      const [open, close] = words[locale].brackets;
      return told.map((text) => `${text}${open}${said.cause}${named}${close}`);
    })
    .join(words[locale].listSeparator);
}
