/** Masks secrets in a text, in every form in which programs write them: as they are, inside JSON, in addresses and forms, and in base64 beside a user's name. */
export function masking(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets.filter((secret) => secret !== '');
  // The longest first: one secret may be a part of another.
  const forms = [...new Set(hidden.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const unpacked = hidden.map((secret) => Buffer.from(secret));
  return (text) => {
    const masked = forms.reduce((before, form) => before.replaceAll(form, mask), text);
    return unpacked.length === 0
      ? masked
      : masked.replace(base64Text, (packed) => (holdsAny(packed, unpacked) ? mask : packed));
  };
}

const mask = '***';

/** Some programs write the figures of an escape in small letters. */
function formsOf(secret: string): readonly string[] {
  // What is no character stands in no address.
  const written = Buffer.from(secret).toString();
  const escaped = [
    encodeURIComponent(written),
    encodeURI(written),
    inForm(written),
    inForm(written).replaceAll('+', '%20'),
  ];
  const small = escaped.map((form) => form.replace(/%[0-9A-F]{2}/g, (figures) => figures.toLowerCase()));
  return [secret, JSON.stringify(secret).slice(1, -1), ...escaped, ...small];
}

/** As a form is sent: a space is a plus sign. */
const inForm = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

/** Long enough to hold a user's name and something after it. */
const base64Text = /[\w+/-]{4,}=*/g;

/** Anything may decode to a shorter one by chance: it is only looked for where a password stands. */
const leastByItself = 4;

/** Whether a text in base64 holds a secret. It may begin behind letters and slashes that are none of its own. */
function holdsAny(packed: string, secrets: readonly Buffer[]): boolean {
  return [0, 1, 2, 3].some((skipped) => {
    const text = Buffer.from(packed.slice(skipped), 'base64');
    return secrets.some((secret) =>
      secret.length >= leastByItself
        ? text.includes(secret)
        : endsWith(text, Buffer.concat([Buffer.from(':'), secret])),
    );
  });
}

const endsWith = (text: Buffer, end: Buffer): boolean =>
  text.length >= end.length && text.subarray(text.length - end.length).equals(end);
