/**
 * The end of what a process says over these streams, without blanks around it, once all of them have ended: at most so many characters. It reads
 * whatever comes, so that a process never waits for a reader.
 */
export async function lastWords(
  streams: readonly AsyncIterable<string | Uint8Array>[],
  mostKept: number,
): Promise<string> {
  let words = '';
  const listen = async (stream: AsyncIterable<string | Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      words = (words + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).slice(-mostKept);
    }
  };
  await Promise.allSettled(streams.map(listen));
  return words.trim();
}
