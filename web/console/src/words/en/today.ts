import type { Same } from '..';
import type { today as zh } from '../zh/today';

export const today: Same<typeof zh> = {
  greeting: { night: 'Still up, {{name}}? ', morning: 'Good morning, {{name}}. ', afternoon: 'Good afternoon, {{name}}. ', evening: 'Good evening, {{name}}. ' },
  more: 'Yesterday {{by}} more people came than last {{weekday}}; ',
  fewer: 'Yesterday {{by}} fewer people came than last {{weekday}}; ',
  same: 'Yesterday as many people came as last {{weekday}}; ',
  waiting_one: '{{count, number}} thing waits for somebody.', waiting_other: '{{count, number}} things wait for somebody.',
  calm: 'nothing waits.',
  period: { yesterday: 'Yesterday', '7d': '7 days', '30d': '30 days' },
  metrics: 'Core metrics',
  compared: { yesterday: 'Against the same weekday a week ago (grey); the dashed end is today, not over', '7d': 'Against the 7 days before (grey); the dashed end is today, not over', '30d': 'Against the 30 days before (grey); the dashed end is today, not over' },
  before: { yesterday: 'Last {{weekday}} {{value}}', '7d': '7 days before {{value}}', '30d': '30 days before {{value}}' },
  noBefore: 'No data before',
  metric: { dau: 'Daily active', wau: 'Weekly active', stickiness: 'Stickiness DAU/MAU', new: 'New people', retention: 'Next-day retention', revenue: 'Revenue', arpu: 'Revenue a head', duration: 'Session length' },
  minutes: 'min',
  activity: 'People a day',
  activityNote: 'Last 31 days over the 30 before (grey); a day opens its people',
  previousMonth: '30 days before',
  unfinished: 'not over yet',
  who: 'Who needs us',
  urgent_one: '{{count, number}} urgent', urgent_other: '{{count, number}} urgent',
  toLook_one: '{{count, number}} to look at', toLook_other: '{{count, number}} to look at',
  nobody: 'Nobody is waiting',
  nobodyNote: 'Quarantined events, silent sources and unfinished imports line up here.',
  emptyTitle: 'No events yet',
  empty: 'Connect a source or import a file; with the first event there are numbers here.',
  wait: {
    behind: 'Events are processed late',
    behindText_one: '{{formatted}} batch is accepted and not in answers yet. Look at disk and load.', behindText_other: '{{formatted}} batches are accepted and not in answers yet. Look at disk and load.',
  },
};
