import { quoted, type Schema } from './model';

export type ExampleName = 'daily' | 'items' | 'funnel' | 'traits';
export interface Aliases { people: string; events: string; bought: string; week: string }

/** Statements to begin with, of what this workspace has. */
export function examplesOf(schema: Schema | undefined, as: Aliases): { name: ExampleName; sql: string }[] {
  const seen = new Set((schema?.events ?? []).map((e) => e.name));
  const trait = schema?.tables?.[0]?.columns?.find((c) => c.property && c.distinct && !c.name.startsWith('$') && c.events?.includes('$identify'));
  const out: { name: ExampleName; sql: string }[] = [
    { name: 'daily', sql: `select day, count(distinct person) as ${as.people}, count(*) as ${as.events}\nfrom events\nwhere day > today() - 30\ngroup by day\norder by day` },
    { name: 'items', sql: `select event, count(distinct person) as ${as.people}, count(*) as ${as.events}\nfrom events\ngroup by event\norder by 2 desc` },
  ];
  if (seen.has('sign_up') && seen.has('order_paid')) {
    out.push({
      name: 'funnel',
      sql: `with joined as (\n  select person, min(time) as at, min(day) as day from events where event = 'sign_up' group by person\n), bought as (\n  select person, min(time) as at from events where event = 'order_paid' group by person\n)\n` +
        `select date_trunc('week', joined.day) as ${as.week}, count(*) as ${as.people},\n  count_if(bought.at < joined.at + interval 7 day) as ${as.bought}\nfrom joined left join bought using (person)\ngroup by 1\norder by 1`,
    });
  }
  if (trait) out.push({ name: 'traits', sql: `select traits->>'${trait.name.replaceAll("'", "''")}' as ${quoted(trait.name)}, count(*) as ${as.people}\nfrom persons\ngroup by 1\norder by 2 desc\nlimit 50` });
  return out;
}
