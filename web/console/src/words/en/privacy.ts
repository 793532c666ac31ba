import type { Same } from '..';
import type { privacy as zh } from '../zh/privacy';

export const privacy: Same<typeof zh> = {
  title: 'Privacy', sentence: 'When a person asks to be forgotten, erase them from everywhere here, and get a receipt.',
  requests: 'Requests', new: 'Erase a person', erase: 'Erase', cancel: 'Cancel', more: 'Show more', receipt: 'Download receipt', progress: 'Progress',
  none: 'Nobody has asked to be forgotten', noneHint: 'Find the person, see what will go, and confirm. Seconds to minutes later Kith searches its own files to prove that nothing is left.', noneMay: 'Admins and owners can erase a person; receipts will be here.',
  person: 'Person {{number}}',
  state: { waiting: 'Waiting', running: 'Erasing', done: 'Erased and proved' }, again: 'Not all gone yet; trying again',
  step: { hiding: 'Out of all answers', forgetting: 'Traces elsewhere', rewriting: 'Files written anew', proving: 'Search for proof' },
  store: { events: 'Events', ids: 'Ids', quarantine: 'Quarantine', imports: 'Imported files', insights: 'Insights', queries: 'SQL', dashboards: 'Dashboards', tables: 'Business data', catalogue: 'Catalogue' },
  proof_one: 'Searched {{files}} files of {{size}} MB for {{texts}} ids and personal values; {{count, number}} is left.', proof_other: 'Searched {{files}} files of {{size}} MB for {{texts}} ids and personal values; {{count, number}} are left.',
  shared_one: '{{count, number}} more is in use by others too.', shared_other: '{{count, number}} more are in use by others too.', short_one: '{{count, number}} was too short for a search to mean anything.', short_other: '{{count, number}} were too short for a search to mean anything.',
  database: { files: 'The operational database was searched by its files.', tables: 'The operational database was searched by its tables.' },
  done: 'Done {{when}}, in {{took}} s. For {{days, number}} days after, events that come with these ids are dropped.',
  whom: 'Who', whomHint: 'Name, user id, mail address or phone number', found: 'People found', nobody: 'Nobody is found',
  trace_one: '{{events, number}} events, {{ids, number}} ids.', trace_other: '{{events, number}} events, {{ids, number}} ids; merged from {{count, number}} people, who go together.',
  days: 'Days to refuse them after', daysHint: 'Their app may send on. After these days, whoever comes is a stranger.',
  ask: { title: 'Erase {{name}}?', touches: '{{events, number}} events and {{ids, number}} ids go, and what the quarantine, imported files and saved analyses say of them; past figures change with it.', forever: 'This cannot be undone.', backups: 'Backups made before stay as they are: see to them yourself.' },
};
