const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text in HTML that means no more than it says. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] ?? '');
