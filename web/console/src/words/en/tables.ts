import type { Same } from '..';
import type { tables as zh } from '../zh/tables';

export const tables: Same<typeof zh> = {
  entry: 'Business data', which: 'Which table', name: { orders: 'Orders', subscriptions: 'Subscriptions', items: 'Items' }, key: { orders: 'Order', subscriptions: 'Subscription', items: 'Item' },
  search: { orders: 'Order, user or status', subscriptions: 'Subscription, user or plan', items: 'Name, id or category' },
  received: 'Last received {{when}}', waiting_one: '{{count, number}} event on its way to the timeline', waiting_other: '{{count, number}} events on their way to the timeline',
  none: { orders: 'No orders yet', subscriptions: 'No subscriptions yet', items: 'No items yet' },
  noneHint: { orders: 'Let your backend send its orders. However often one is sent it counts once, and being paid, refunded or cancelled is on the person’s timeline once each.', subscriptions: 'Let your backend send its subscriptions: started, renewed, cancelled and expired are on the person’s timeline once each.', items: 'Send your catalogue, and events that name an item can be seen by its category or price.' },
  noneFound: 'No such rows', noneFoundHint: 'Try another word, or see all.', showAll: 'See all', more: 'See more', updated: 'Updated', close: 'Close', person: 'See the person',
  events: 'Events on the timeline', versions: 'Versions', outcome: { waiting: 'On its way', sent: 'Written', known: 'Was there already', kept: 'Sent without events' },
  send: 'How to send', sendNote: 'Up to 1,000 rows at once; a wrong row is named and does not hold up the others', tokens: 'Get an API token',
  sendHint: { orders: 'The version with the newest updated_at counts, in whatever order they come.', subscriptions: 'The version with the newest updated_at counts, in whatever order they come.', items: 'In an insight, write the property product_id.item.category to group by the category that items have now.' },
};
