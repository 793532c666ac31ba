export const tables = {
  entry: '业务数据', which: '哪张表', name: { orders: '订单', subscriptions: '订阅', items: '商品' }, key: { orders: '订单', subscriptions: '订阅', items: '商品' },
  search: { orders: '找订单号、用户、状态', subscriptions: '找订阅号、用户、方案', items: '找商品名、编号、分类' },
  received: '最近一次收到：{{when}}', waiting_one: '{{count, number}} 个事件正在写入时间线', waiting_other: '{{count, number}} 个事件正在写入时间线',
  none: { orders: '还没有订单', subscriptions: '还没有订阅', items: '还没有商品' },
  noneHint: { orders: '让后端把订单发过来：同一单发多少次都只算一次，付款、退款、取消会各自出现在这个人的时间线上一次。', subscriptions: '让后端把订阅发过来：开始、续订、取消、到期会各自出现在这个人的时间线上一次。', items: '把商品目录发过来，事件里有商品编号的地方就能按分类、价格来看。' },
  noneFound: '没有这样的行', noneFoundHint: '换个词，或者看全部。', showAll: '看全部', more: '再看一些', updated: '更新', close: '关闭', person: '看这个人',
  events: '时间线上的事件', versions: '历次版本', outcome: { waiting: '正在写入', sent: '已写入', known: '时间线上已经有了', kept: '发送时说了不写' },
  send: '怎么发', sendNote: '一次最多 1,000 行；错的行单独说明，不耽误其他行', tokens: '去拿 API 令牌',
  sendHint: { orders: 'updated_at 更新的那一版算数，先后到达都一样。', subscriptions: 'updated_at 更新的那一版算数，先后到达都一样。', items: '在洞察里把属性写成 product_id.item.category，就按商品现在的分类来分。' },
};
