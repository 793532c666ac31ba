import { request, type Schemas } from '@/api/client';

/** Asks for a list as CSV and hands it to the browser to keep. */
export async function exportPeople(asked: Schemas['PeopleExportRequest']): Promise<void> {
  const answer = await request('/api/v1/persons/export', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(asked) });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `people-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
