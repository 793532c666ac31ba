export const channels = {
  entry: '渠道', enterCost: '录入成本', close: '关闭', cancel: '取消', save: '存好', none: '不选', all: '全部渠道', other: '其他', range: '时段', by: '分到', conversion: '转化', amount: '金额', model: '归因', beside: '对比', table: '各渠道', overTime: '每段时间获得的人', copyCall: '复制调用',
  last: { '7d': '近 7 天', '30d': '近 30 天', '90d': '近 90 天', '180d': '近 180 天' },
  bys: { channel: '渠道', source: '来源', campaign: '活动' },
  models: { last_non_direct: '末次非直接', first: '首次触点', last: '末次触点', linear: '线性', position: '首尾各四成', decay: '时间衰减' },
  channel: {
    paid_search: '付费搜索', organic_search: '自然搜索', paid_social: '付费社交', organic_social: '自然社交', display: '展示广告', video: '视频', mail: '邮件', sms: '短信', push: '推送', partner: '合作与达人', qr: '二维码', link: '链接', referral: '外链', campaign: '其他活动', direct: '直接访问',
  },
  col: { cac: 'CAC', roi: 'ROI', people: '获得的人', activation: '激活率', retention: '第 7 天留存', ltv: '人均价值', cost: '成本', payback: '回本', orders: '转化', revenue: '收入' },
  days_one: '{{count, number}} 天', days_other: '{{count, number}} 天',
  touches: '{{formatted}} 次到访', openPeople: '看这些人', peopleOf: '{{name}}的 {{formatted}} 人', cacNote: '每人 {{formatted}}', noCost: '还没有录入成本', noPayback: '还没回本', payback_one: '{{count, number}} 天回本', payback_other: '{{count, number}} 天回本', orders: '{{formatted}} 次转化', roiNote: 'ROI {{formatted}}',
  nothing: '这段时间没有人来', nothingHint: '换个更长的时段，或者等数据进来。',
  entered_one: '{{count, number}} 天的成本记好了', entered_other: '{{count, number}} 天的成本记好了',
  field: { days: '哪几天', daysHint: '金额平摊到每一天；同一天同一渠道再录一次就替换', source: '来源', sourceHint: '不填就算整个渠道的', campaign: '活动', amount: '总金额', amountHint: '填 0 就是去掉', currency: '货币' },
};
