/** Kinds of personal data that can be told by their form. */
export type PersonalKind =
  'e-mail' | 'phone number' | 'identity-card number' | 'payment-card number' | 'token' | 'address';

/** Personal data in a text: where it stands, in UTF-16 units. */
export interface PersonalDatum {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

interface Form {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** Whether what has the form is one: a checksum, a length. */
  readonly holds: (found: string) => boolean;
}

const always = (): boolean => true;

/** The weights and check characters of a mainland identity card's eighteen places (GB 11643-1999). */
const cardWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const isMainlandCard = (text: string): boolean => {
  const sum = cardWeights.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
  return '10X98765432'[sum % 11] === text[17]?.toUpperCase();
};

/** The place codes of the letter of a Taiwanese identity card, in the order of the alphabet. */
const letterCodes = [
  ...[10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33],
];
const isTaiwanCard = (text: string): boolean => {
  const code = letterCodes[text.toUpperCase().charCodeAt(0) - 65] ?? 0;
  const digits = [Math.floor(code / 10), code % 10, ...Array.from(text.slice(1), Number)];
  const sum = digits.reduce((total, digit, place) => total + digit * (place === 0 || place === 10 ? 1 : 10 - place), 0);
  return sum % 10 === 0;
};

/** Whether the last digit of a card number is the one that its others call for (ISO/IEC 7812-1). */
const hasLuhnDigit = (text: string): boolean => {
  const digits = Array.from(text.replace(/\D/g, ''), Number).reverse();
  const doubled = digits.map((digit, place) => (place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2));
  return doubled.reduce((sum, digit) => sum + digit, 0) % 10 === 0 && new Set(digits).size > 1;
};

/** In the order in which they are looked for: what is taken by one is left alone by the next. Each is bounded, so that no text takes long. */
const forms: readonly Form[] = [
  { kind: 'token', pattern: /\beyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{0,2000})?/g, holds: always },
  { kind: 'token', pattern: /\b(?:Bearer|Basic) +[\w.~+/-]{12,4000}=*/gi, holds: always },
  {
    kind: 'token',
    pattern: /\b(?:token|secret|password|passwd|api[-_]?key|sign|key)=[^\s&"'，。]{6,4000}/gi,
    holds: always,
  },
  { kind: 'token', pattern: /\b(?:sk|pk|ghp|gho|xox[abp])[-_][\w-]{12,400}/g, holds: always },
  { kind: 'e-mail', pattern: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, holds: always },
  { kind: 'identity-card number', pattern: /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g, holds: isMainlandCard },
  { kind: 'identity-card number', pattern: /(?<![\dA-Za-z])[A-Za-z][1289]\d{8}(?![\dA-Za-z])/g, holds: isTaiwanCard },
  { kind: 'payment-card number', pattern: /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])/g, holds: hasLuhnDigit },
  // A mobile of the mainland, of Taiwan, and any number written with its country.
  { kind: 'phone number', pattern: /(?<!\d|\d\.)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\.?\d)/g, holds: always },
  {
    kind: 'phone number',
    pattern: /(?<!\d|\d\.)(?:\+?886[- ]?9|09)\d{2}[- ]?\d{3}[- ]?\d{3}(?!\.?\d)/g,
    holds: always,
  },
  { kind: 'phone number', pattern: /(?<![\w.])\+[1-9]\d{0,2}(?:[- ()]{0,2}\d){7,12}(?!\d)/g, holds: always },
  {
    kind: 'address',
    // A road and a number behind a town, in Chinese.
    pattern:
      /\p{Script=Han}{2,8}[省市县縣区區][\p{Script=Han}\d]{0,20}[路街道巷弄]\p{Script=Han}?\d{1,5}[号號弄](?:[\p{Script=Han}\d-]{0,8}[楼樓室])?/gu,
    holds: always,
  },
  {
    kind: 'address',
    pattern: /(?<!\w|\d\.)(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/g,
    holds: (found) => isPersonalAddress(found),
  },
];

/** The addresses of this machine and of documentation name nobody. */
const isPersonalAddress = (found: string): boolean =>
  found.split('.').every((part) => Number(part) < 256) &&
  !/^(?:127|0)\.|^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./.test(found);

/** Longer texts are not looked through to their end: nothing that leaves a run is so long. */
const mostRead = 100_000;

/** Every piece of personal data that can be told by its form, in order; none overlaps another. */
export function personalDataIn(text: string): readonly PersonalDatum[] {
  const found: PersonalDatum[] = [];
  const read = text.slice(0, mostRead);
  for (const { kind, pattern, holds } of forms) {
    for (const { 0: matched, index: start } of read.matchAll(pattern)) {
      const end = start + matched.length;
      const taken = found.some((one) => start < one.end && one.start < end);
      if (!taken && holds(matched)) found.push({ kind, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A text with its personal data masked; of a phone or card number enough stays to tell two apart. What is beyond the read length is left out. */
export function redact(text: string, names: readonly string[]): string {
  let masked = '';
  let from = 0;
  for (const { kind, start, end } of personalDataIn(text)) {
    masked += text.slice(from, start) + maskOf(kind, text.slice(start, end));
    from = end;
  }
  masked += text.slice(from, mostRead);
  // The longest first: one name may be a part of another.
  const ordered = names.filter((name) => name !== '').sort((one, other) => other.length - one.length);
  return ordered.reduce((rest, name) => rest.replaceAll(name, '***'), masked);
}

function maskOf(kind: PersonalKind, found: string): string {
  switch (kind) {
    case 'phone number':
    case 'identity-card number':
    case 'payment-card number':
      return `***${found.slice(-2)}`;
    case 'e-mail':
      return `***@${found.slice(found.indexOf('@') + 1)}`;
    case 'token':
    case 'address':
      return '***';
  }
}
