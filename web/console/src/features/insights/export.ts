import { request } from '@/api/client';
import type { Language } from '@/format';
import { askable, namesOf, type Question, type Selector } from './model/question';
import type { Names } from './names';

/** Gives a file to the reader. */
function hand(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const a = document.createElement('a');
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The question with its events called as people here call them: for files that others read. */
export function titled(q: Question, names: Names): Question {
  const name = <S extends Selector>(s: S): S => ({ ...s, label: s.label || (namesOf(s)[0] === '*' ? undefined : names.events(namesOf(s))) });
  const out: Question = { ...q };
  if (q.trend) out.trend = { ...q.trend, series: (q.trend.series ?? []).map(name) };
  if (q.funnel) out.funnel = { ...q.funnel, steps: (q.funnel.steps ?? []).map(name) };
  if (q.retention) out.retention = { ...q.retention, start: name(q.retention.start), return: name(q.retention.return) };
  return askable(out);
}

/** The answer's table as CSV, made by the server. */
export async function exportCsv(question: Question, name: string, language: Language): Promise<string> {
  const response = await request('/api/v1/questions/export', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ question, name: name || undefined, language: language === 'en' ? 'en' : 'zh' }) });
  const file = `${name || 'answer'}.csv`;
  hand(await response.blob(), file);
  return file;
}

/** The call that gives this answer, for a shell. */
export function curl(question: Question, workspace: string): string {
  const json = JSON.stringify(askable(question), null, 2).replaceAll("'", "'\\''");
  return [`curl -X POST '${location.origin}/api/v1/questions' \\`, `  -H 'Authorization: Bearer TOKEN' \\`, `  -H 'Content-Type: application/json' \\`, `  -H 'X-Kith-Workspace: ${workspace}' \\`, `  -d '${json}'`].join('\n');
}

const skipped = new Set(['transition', 'animation', 'cursor', 'pointer-events']);

/** A part of the page as a picture, twice its size: a copy with every style written out, drawn through SVG. */
export async function exportPng(node: HTMLElement, name: string): Promise<string> {
  const { width, height } = node.getBoundingClientRect();
  const pad = 24;
  const copy = node.cloneNode(true) as HTMLElement;
  inline(node, copy);
  copy.querySelectorAll('[data-mark-card]').forEach((e) => e.remove());
  copy.style.margin = '0';
  copy.style.width = `${width}px`;
  const ground = getComputedStyle(document.body).backgroundColor;
  const html = new XMLSerializer().serializeToString(copy);
  const w = Math.ceil(width) + 2 * pad, h = Math.ceil(height) + 2 * pad;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="100%" height="100%" fill="${ground}"/><foreignObject x="${pad}" y="${pad}" width="${width}" height="${height}">${html}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = w * 2;
  canvas.height = h * 2;
  const c = canvas.getContext('2d')!;
  c.scale(2, 2);
  c.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the picture could not be drawn');
  const file = `${name || 'insight'}.png`;
  hand(blob, file);
  return file;
}

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  let text = '';
  for (const p of style) if (!skipped.has(p) && !p.startsWith('-')) text += `${p}:${style.getPropertyValue(p)};`;
  to.setAttribute('style', text);
  to.removeAttribute('class');
  const a = from.children, b = to.children;
  for (let i = 0; i < a.length; i++) if (a[i] && b[i]) inline(a[i]!, b[i]!);
}
