import { request } from '@/api/client';
import type { Import } from './data';

/** Saves the list of rows that were not understood. */
export async function downloadErrors(i: Import): Promise<void> {
  const answer = await request(`/api/v1/imports/${i.number}/errors.csv`);
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `${i.name}.errors.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
