import { request } from '@/api/client';
import { plain } from './value';
import type { Answer } from './model';

/** Fetches a statement's whole answer as a file and hands it to the browser; returns how many rows it has. */
export async function exportCSV(sql: string, name: string): Promise<number> {
  const response = await request('/api/v1/sql/export', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ sql }) });
  const file = await response.blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${name.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'query'}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return countRows(new Uint8Array(await file.arrayBuffer()));
}

/** Lines outside of quotes, without the header. */
export function countRows(bytes: Uint8Array): number {
  let rows = -1, quoted = false;
  for (const b of bytes) {
    if (b === 0x22) quoted = !quoted;
    else if (b === 0x0a && !quoted) rows++;
  }
  return Math.max(0, rows);
}

/** The rows given, as spreadsheets paste them. */
export function tableText(answer: Answer): string {
  const cell = (v: unknown) => plain(v).replace(/[\t\r\n]+/g, ' ');
  return [(answer.columns ?? []).map((c) => cell(c.name)), ...answer.rows.map((row) => row.map(cell))].map((row) => row.join('\t')).join('\n');
}
