import type { Same } from '..';
import type { identity as zh } from '../zh/identity';

export const identity: Same<typeof zh> = {
  nobody: 'User {{person}}', cancel: 'Cancel', why: 'Why', whyHint: 'Optional; goes into the merge log',
  type: { user: 'User id', anonymous: 'Anonymous id', device: 'Device', openid: 'openid', unionid: 'unionid', phone: 'Phone', email: 'Email', click: 'Link click' },
  rule: { event: 'Named in one event', alias: 'By an alias call', operator: 'An operator decided' },
  use: { joins: 'Recognises a person', shared: 'May be shared', off: 'Not looked at' },
  form: { exact: 'As it is', lower: 'Any case', digits: 'Digits only' },
  merges: {
    title: 'Merges',
    sentence_one: '{{formatted}} pair of people may be one person; you decide.', sentence_other: '{{formatted}} pairs of people may be one person each; you decide.',
    calm: 'Who is who is settled.',
    kept: 'Events are never rewritten, only pointed elsewhere', protected: 'Two people with user ids never merge by themselves', toRules: 'Recognition rules',
  },
  suggest: {
    title: 'Suggestions', note: 'Evidence, but no automatic merge', open: 'Open', dismissed: 'Dismissed',
    none: 'Nothing waits for you', noneHint: 'Two known people who use one phone number or one device show up here.', noneDismissed: 'Nothing dismissed yet', noneDismissedHint: 'Pairs that are not the same person are kept here, in case you change your mind.',
    why: { two_users: 'Both used the same id ({{type}})', too_many_ids: 'Together too many ids, by {{type}}', shared_id: 'They share an id ({{type}})' },
    times_one: '{{formatted}} time', times_other: '{{formatted}} times', last: 'last {{when}}', by: 'dismissed by {{name}} {{when}}', others_one: '{{count}} other came with it', others_other: '{{count}} others came with it',
    compare: 'Compare…', dismiss: 'Not the same', reopen: 'Consider again', settled: 'Noted: {{a}} and {{b}} are two people',
  },
  log: {
    title: 'Merge log', note: 'Only ever added to; an undo is written beside', search: 'Find by id or #number, Enter', anyRule: 'Any ground', anyState: 'Any state', holds: 'Merged', undone: 'Taken back',
    none: 'No merges yet', noneHint: 'The first time two ids of one person meet, it is written here.', nothing: 'Nothing found', nothingHint: 'Try another id, or fewer conditions.',
    number: 'number {{person}}', into: 'joined', same: 'Same {{type}}', undo: 'Undo…', undoOf: 'Undo merge {{number}}', undoneBy: 'Taken back by {{name}} {{when}}', newest: 'Newest', older_one: 'Older', older_other: 'Older',
  },
  sides: {
    clashes_one: '{{count}} trait differs', clashes_other: '{{count}} traits differ', noClash: 'No traits clash', same_one: '{{count}} alike', same_other: '{{count}} alike',
    trait: 'Trait', joint: 'As one person', events: 'Events', since_one: '{{formatted}} since the merge', since_other: '{{formatted}} since the merge', spent: 'Paid', seen: 'Active', never: 'No activity', moreIds_one: '{{count}} more id', moreIds_other: '{{count}} more ids', known: 'Has a user id',
  },
  undo: {
    title: 'Undo the merge of {{day}}?', untitled: 'Undo the merge', sentence: 'One person becomes two, as if it had not been; what happened since goes with the id that was used. What joined either side later stays with that side.',
    leaves_one: 'Leaves', leaves_other: 'Leaves · {{count}} numbers', stays: 'Stays', apart: 'Do not join these two automatically again', foot: 'No event is rewritten; about a second. You can merge again', act: 'Make it two people', done: 'Two people again',
  },
  compare: {
    title: 'Make one person of two?', sentence: 'The history of {{from}} becomes part of {{into}}.', swap: 'Other way round', joins: 'Joins', keeps: 'Stays', both: 'Both have a user id: make sure it is one person.', foot: 'No event is rewritten; about a second. You can undo it', act: 'Merge', done: 'Merged into {{name}}',
  },
  unbind: {
    act: 'Unbind', ask: 'Unbind this id?', body: 'Later events of {{id}} are another person’s; earlier ones stay here.', done: '{{id}} is unbound', joinedBy: 'See how it joined',
  },
  rules: {
    title: 'Recognition', sentence: 'People are recognised by these ids; changes hold from now on, the past stays as it was decided.',
    types: 'Types of ids', typesNote: 'When an event has several, the first from the top decides', type: 'Type', use: 'What it does', limit: 'Most a person', form: 'Compared', count: 'There are', order: 'Order', noLimit: 'no limit',
    up: 'Move {{type}} up', down: 'Move {{type}} down', newType: 'New type, as clients name it', addType: 'Add type',
    more: 'Other rules', max: 'Most ids a person', maxHint: 'Beyond it nothing joins by itself; it becomes a suggestion', blocked: 'Ids that count for nothing', blockedHint: 'One a line, in any case. null, undefined, guest and the like never count.',
    traits: 'Ids among traits', traitsHint: 'Off by default. Add one, such as “email is Email”, and the address in a trait recognises people.', trait: 'Trait', is: 'is', remove: 'Remove', addTrait: 'Add one',
    save: 'Save rules', saved: 'The rules hold now', since: 'Changed by {{name}} {{when}}', default: 'These are the default rules', fromNow: 'Changes go into the log; a replay gives the same',
  },
};
