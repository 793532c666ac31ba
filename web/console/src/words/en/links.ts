import type { Same } from '..';
import type { links as zh } from '../zh/links';

export const links: Same<typeof zh> = {
  entry: 'Links and QR',
  new: 'New link', newShort: 'New', many: 'Many at once, one each', close: 'Close', cancel: 'Cancel', save: 'Save', make: 'Make it', done: 'Done', edit: 'Edit', aside: 'Put aside', useAgain: 'Use again', more: 'Show more', moreWays: 'Other ways', download: 'Download',
  search: 'Name, given to, ending', all: 'In use', archived: 'Put aside', ended: 'Ended', showAll: 'Show all',
  kindLabel: 'Kind', kind: { link: 'Plain link', partner: 'Partner', kol: 'KOL', staff: 'Staff', offline: 'Printed' },
  none: 'No links yet', noneHint: 'Give every ad, partner, KOL or poster a link of its own, and see who brought people and what became of them.',
  noneFound: 'No such link', noneFoundHint: 'Try another word, or show all.',
  never: 'No clicks', clicks_one: '{{formatted}} click', clicks_other: '{{formatted}} clicks',
  address: 'Address', leads: 'Leads to', code: 'QR code', codeOf: 'QR code of {{name}}', asSvg: 'SVG, for print', asPng: 'PNG, 2048 pixels', scanned: 'Scans and clicks are told apart.',
  made: '{{kind}}, made on {{when}}', putAside: '{{name}} is put aside; whoever opens it reads that it leads nowhere',
  editTitle: 'Edit {{name}}',
  field: {
    target: 'Leads to', targetHint: 'A whole address; the parameters are added', name: 'Name', partner: 'Given to, or placed at', code: 'Ending', codeHint: 'One is made when empty', codeStays: 'It may be printed, so it stays',
    ends: 'Ends', endsHint: 'Never when empty', note: 'Note',
  },
  partnerHint: { link: 'May stay empty', partner: 'The partner’s name', kol: 'The KOL’s name', staff: 'The colleague’s name', offline: 'Which shop, which poster' },
  days: 'Last 30 days', perDay: 'Clicks a day',
  stat: {
    clicks: 'Clicks', scanned: '{{formatted}} of them scanned', people: 'People who clicked', peopleNote: 'Each once', openPeople: 'See who clicked', arrived: 'People who arrived', arrivedNote: 'Active within 24 h', share: '{{share}}, within 24 h',
    openArrived: 'See who arrived', robots: 'Robots', robotsNote: 'Ever, not clicks',
  },
  manyWho: 'Who for, a line each', manyHint: 'A name a line; for an ending of their own, write it behind a comma.', manyExample: 'Bookworm,bookworm\nNight reading', makeMany_one: 'Make {{count, number}} link', makeMany_other: 'Make {{count, number}} links',
  madeMany_one: '{{count, number}} link made', madeMany_other: '{{count, number}} links made', manyDone: 'All made. Copy them into a sheet and send them out.', copyAll: 'Copy all', atLine: 'Line {{line, number}}',
};
