/** Round steps from 0 (or the lowest value below it) that cover the values; four or so. */
export function ticks(low: number, high: number, about = 4): number[] {
  const bottom = Math.min(0, low), top = Math.max(high, bottom + Number.MIN_VALUE);
  if (!(top > bottom) || !Number.isFinite(top - bottom)) return [0, 1];
  const rough = (top - bottom) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((m) => m * power >= rough * 0.999) ?? 10);
  if (!(step > 0)) return [0, 1];
  const out: number[] = [];
  for (let i = Math.floor(bottom / step + 1e-9); out.length < 20; i++) {
    out.push(Number((i * step).toPrecision(12)));
    if (i * step >= top - step * 1e-9) break;
  }
  return out;
}

export interface Scale { (v: number): number; low: number; high: number }

/** Values to pixels; high values are further up. */
export function scale(low: number, high: number, top: number, bottom: number): Scale {
  const of = (v: number) => bottom - ((v - low) / (high - low || 1)) * (bottom - top);
  return Object.assign(of, { low, high });
}

/** A rough width of a 12-px text: Chinese is square, Latin about half of it. */
export function textWidth(text: string, size = 12): number {
  let w = 0;
  for (const c of text) w += c.codePointAt(0)! > 0x2e80 ? size : /[iIl1.,:'| ]/.test(c) ? size * 0.34 : size * 0.58;
  return w;
}

/** Every n-th label, so that they do not touch. */
export function everyNth(labels: readonly string[], each: number): number {
  const widest = Math.max(0, ...labels.map((l) => textWidth(l)));
  return Math.max(1, Math.ceil((widest + 12) / Math.max(1, each)));
}

/** What fits into a width, with … for the rest. */
export function fit(text: string, width: number, size = 12): string {
  if (textWidth(text, size) <= width) return text;
  let out = '';
  for (const c of text) {
    if (textWidth(`${out}${c}…`, size) > width) break;
    out += c;
  }
  return out ? `${out}…` : '';
}
