export const links = {
  entry: '链接与二维码',
  new: '新建链接', newShort: '新建', many: '一人一条，批量建', close: '关闭', cancel: '取消', save: '存好', make: '建好', done: '好了', edit: '修改', aside: '停用', useAgain: '重新启用', more: '再看一些', moreWays: '别的建法', download: '下载',
  search: '找名字、给了谁、后缀', all: '在用的', archived: '已停用', ended: '已到期', showAll: '看全部',
  kindLabel: '种类', kind: { link: '普通链接', partner: '合作方', kol: '达人', staff: '员工', offline: '线下物料' },
  none: '还没有链接', noneHint: '给每个投放、合作方、达人或海报一条自己的链接，谁带来了人、带来的人后来怎样，就都看得见。',
  noneFound: '没有这样的链接', noneFoundHint: '换个词，或者看全部。',
  never: '没人点过', clicks_one: '{{formatted}} 次', clicks_other: '{{formatted}} 次',
  address: '地址', leads: '通往', code: '二维码', codeOf: '「{{name}}」的二维码', asSvg: 'SVG，印刷用', asPng: 'PNG，2048 像素', scanned: '扫码和点击分开记。',
  made: '{{kind}}，{{when}}建的', putAside: '「{{name}}」停用了，点开的人会看到「链接已失效」',
  editTitle: '修改「{{name}}」',
  field: {
    target: '通往哪里', targetHint: '完整的网址；参数会自动带上', name: '名字', partner: '给了谁，放在哪', code: '后缀', codeHint: '不填就自动取一个', codeStays: '可能已经印出去了，不能改',
    ends: '到期', endsHint: '不填就一直有效', note: '备注',
  },
  partnerHint: { link: '可以不填', partner: '合作方的名字', kol: '达人的名字', staff: '同事的名字', offline: '贴在哪家店、哪张海报上' },
  days: '近 30 天', perDay: '每天的点击',
  stat: {
    clicks: '点击', scanned: '其中扫码 {{formatted}} 次', people: '点过的人', peopleNote: '每人一次', openPeople: '看点过的人', arrived: '来了的人', arrivedNote: '24 小时内有动作', share: '{{share}}，24 小时内',
    openArrived: '看来了的人', robots: '机器访问', robotsNote: '累计，不算点击',
  },
  manyWho: '给谁，一行一个', manyHint: '一行一个名字；想要自己的后缀，就用逗号隔开写在后面。', manyExample: '书虫小站,shuchong\n夜读电台', makeMany_one: '建 {{count, number}} 条', makeMany_other: '建 {{count, number}} 条',
  madeMany_one: '建好了 {{count, number}} 条链接', madeMany_other: '建好了 {{count, number}} 条链接', manyDone: '都建好了。复制下来，粘到表格里发给他们。', copyAll: '全部复制', atLine: '第 {{line, number}} 行',
};
