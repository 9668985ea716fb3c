/** Where the first HTTP/1.1 request of a text ends, one character a byte; null when it has not all come. */
export function endOfRequest(text: string): number | null {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const bodyAt = head + 4;
  if (text.startsWith('GET ')) return bodyAt;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
  return text.length >= bodyAt + length ? bodyAt + length : null;
}
