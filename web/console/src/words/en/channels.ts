import type { Same } from '..';
import type { channels as zh } from '../zh/channels';

export const channels: Same<typeof zh> = {
  entry: 'Channels', enterCost: 'Enter cost', close: 'Close', cancel: 'Cancel', save: 'Save', none: 'None', all: 'All channels', other: 'Other', range: 'Range', by: 'By', conversion: 'Conversion', amount: 'Amount', model: 'Attribution', beside: 'Beside', table: 'Channels compared', overTime: 'People acquired over time', copyCall: 'Copy call',
  last: { '7d': '7 days', '30d': '30 days', '90d': '90 days', '180d': '180 days' },
  bys: { channel: 'Channel', source: 'Source', campaign: 'Campaign' },
  models: { last_non_direct: 'Last non-direct', first: 'First touch', last: 'Last touch', linear: 'Linear', position: 'Position 40/20/40', decay: 'Time decay' },
  channel: {
    paid_search: 'Paid search', organic_search: 'Organic search', paid_social: 'Paid social', organic_social: 'Organic social', display: 'Display', video: 'Video', mail: 'Mail', sms: 'SMS', push: 'Push', partner: 'Partners', qr: 'QR codes', link: 'Links', referral: 'Referral', campaign: 'Other campaigns', direct: 'Direct',
  },
  col: { cac: 'CAC', roi: 'ROI', people: 'Acquired', activation: 'Activation', retention: 'Day 7 retention', ltv: 'Value each', cost: 'Cost', payback: 'Payback', orders: 'Conversions', revenue: 'Revenue' },
  days_one: '{{count, number}} day', days_other: '{{count, number}} days',
  touches: '{{formatted}} visits', openPeople: 'See these people', peopleOf: '{{formatted}} people of {{name}}', cacNote: '{{formatted}} each', noCost: 'No cost entered yet', noPayback: 'Not paid back yet', payback_one: 'Paid back in {{count, number}} day', payback_other: 'Paid back in {{count, number}} days', orders: '{{formatted}} conversions', roiNote: 'ROI {{formatted}}',
  nothing: 'Nobody came in this time', nothingHint: 'Take a longer range, or wait for data.',
  entered_one: 'Cost of {{count, number}} day entered', entered_other: 'Cost of {{count, number}} days entered',
  field: { days: 'Days', daysHint: 'The amount is spread evenly; entering a day again replaces it', source: 'Source', sourceHint: 'Empty: the whole channel', campaign: 'Campaign', amount: 'Amount in all', amountHint: '0 takes it away', currency: 'Currency' },
};
