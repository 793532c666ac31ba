/** One message of a stream of server-sent events. */
export interface Message { event: string; data: string }

/** Cuts text that comes in pieces into messages; what is not whole yet is kept for the next piece. */
export function cutter(): (piece: string) => Message[] {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.map((block) => {
      const message: Message = { event: 'message', data: '' };
      for (const line of block.split('\n')) {
        const colon = line.indexOf(':');
        const value = line.slice(colon + 1).replace(/^ /, '');
        if (line.slice(0, colon) === 'event') message.event = value;
        if (line.slice(0, colon) === 'data') message.data += value;
      }
      return message;
    });
  };
}

/** Reads a stream to its end. */
export async function read(response: Response, hear: (m: Message) => void): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const text = new TextDecoder();
  const cut = cutter();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const m of cut(text.decode(value, { stream: true }))) hear(m);
  }
}
