/** The address of a new trend of an event, as the editor of insights reads it. */
export function trendOf(event: string): string {
  const doc = JSON.stringify({ q: { range: { last: '30d' }, trend: { unit: 'day', series: [{ event, measure: 'total' }] } }, v: {} });
  const text = String.fromCharCode(...new TextEncoder().encode(doc));
  return `insights/new/trend?s=${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}
