/** What a piece of code is, for its colour. */
export type Shade = 'key' | 'tag' | 'text' | 'number' | 'comment' | 'plain';

const words = 'import|from|const|let|new|await|async|func|package|return|val|var|defer|print|curl|with|as|def|class';

/** In this order: the first that matches at a place decides. */
const rules: [Shade, RegExp][] = [
  ['comment', /(?:\/\/|#)[^\n]*/y],
  ['text', /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`/y],
  ['tag', /<\/?[a-z][\w-]*|\/?>/y],
  ['key', new RegExp(`\\b(?:${words})\\b`, 'y')],
  ['number', /\b\d+(?:\.\d+)?\b/y],
  ['tag', /[A-Za-z_]\w*(?=\()/y],
];

/** Code cut into pieces of one shade each. */
export function shades(code: string): { shade: Shade; text: string }[] {
  const out: { shade: Shade; text: string }[] = [];
  let plain = '';
  const flush = () => { if (plain) out.push({ shade: 'plain', text: plain }); plain = ''; };
  for (let at = 0; at < code.length;) {
    const found = rules.map(([shade, rule]) => { rule.lastIndex = at; return { shade, text: rule.exec(code)?.[0] ?? '' }; }).find((r) => r.text !== '');
    // A slash of an address is no comment, and a number in a word no number.
    const inside = /[\w:]/.test(plain.slice(-1)) && found && (found.shade === 'comment' || found.shade === 'number' || found.shade === 'key');
    if (found && !inside) { flush(); out.push(found); at += found.text.length; } else plain += code[at++];
  }
  flush();
  return out;
}
