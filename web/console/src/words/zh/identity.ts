export const identity = {
  nobody: '用户 {{person}}', cancel: '取消', why: '为什么', whyHint: '可不填，会写进合并记录',
  type: { user: '用户 id', anonymous: '匿名 id', device: '设备', openid: 'openid', unionid: 'unionid', phone: '手机号', email: '邮箱', click: '链接点击' },
  rule: { event: '同一个事件里出现', alias: 'alias 调用', operator: '运营决定' },
  use: { joins: '认得一个人', shared: '可能几个人共用', off: '不看' },
  form: { exact: '原样', lower: '不分大小写', digits: '只看数字' },
  merges: {
    title: '合并与撤回',
    sentence_one: '有 {{formatted}} 对用户可能是同一个人，等你定。', sentence_other: '有 {{formatted}} 对用户可能是同一个人，等你定。',
    calm: '谁和谁是同一个人，都清楚了。',
    kept: '事件不改写，只改指向', protected: '两个有用户 id 的人不会自动合并', toRules: '识别规则',
  },
  suggest: {
    title: '合并建议', note: '有依据，但没有自动合并', open: '待定', dismissed: '已否决',
    none: '没有等你定的', noneHint: '两个已知用户用了同一个手机号或同一台设备时，会出现在这里。', noneDismissed: '还没否决过', noneDismissedHint: '点过「不是同一个人」的会在这里，随时能改主意。',
    why: { two_users: '都用过同一个{{type}}', too_many_ids: '合起来 id 太多，因为{{type}}', shared_id: '共用{{type}}' },
    times_one: '{{formatted}} 次', times_other: '{{formatted}} 次', last: '最近 {{when}}', by: '{{name}} {{when}}否决', others_one: '另有 {{count}} 人也用过', others_other: '共 {{count}} 人用过',
    compare: '比一比…', dismiss: '不是同一个人', reopen: '重新考虑', settled: '记下了：{{a}}和{{b}}不是同一个人',
  },
  log: {
    title: '合并记录', note: '只加不改，撤回也写在上面', search: '按 id 或 #编号找，回车', anyRule: '所有依据', anyState: '所有状态', holds: '还在合并', undone: '已撤回',
    none: '还没有合并过', noneHint: '同一个人的两个 id 第一次碰到一起时，会记在这里。', nothing: '没找到', nothingHint: '换个 id，或放宽条件。',
    number: '编号 {{person}}', into: '并入', same: '{{type}}相同', undo: '撤回…', undoOf: '撤回第 {{number}} 号合并', undoneBy: '{{name}} {{when}}撤回', newest: '回到最新', older_one: '更早', older_other: '更早',
  },
  sides: {
    clashes_one: '{{count}} 个资料两边不一样', clashes_other: '{{count}} 个资料两边不一样', noClash: '资料没有冲突', same_one: '{{count}} 个一样', same_other: '{{count}} 个一样',
    trait: '资料', joint: '合为一人时', events: '事件', since_one: '合并之后 {{formatted}} 个', since_other: '合并之后 {{formatted}} 个', spent: '付款', seen: '活跃', never: '没有活动', moreIds_one: '还有 {{count}} 个 id', moreIds_other: '还有 {{count}} 个 id', known: '有用户 id',
  },
  undo: {
    title: '撤回 {{day}}的合并？', untitled: '撤回合并', sentence: '一个人会变回两个人，跟没合并过一样；合并之后的事，按当时用的 id 分开。后来并进任何一边的，跟着那一边。',
    leaves_one: '移出去', leaves_other: '移出去 · {{count}} 个编号', stays: '留下', apart: '以后也不再自动合并这两个人', foot: '不改写事件，约 1 秒；撤回后仍可再合并', act: '变回两个人', done: '已变回两个人',
  },
  compare: {
    title: '合并成一个人？', sentence: '{{from}}的历史会并到{{into}}名下。', swap: '换个方向', joins: '并入', keeps: '留下', both: '两边都有用户 id：请确认真的是同一个人。', foot: '不改写事件，约 1 秒；随时能撤回', act: '合并成一个人', done: '已并入{{name}}',
  },
  unbind: {
    act: '解绑', ask: '解绑这个 id？', body: '{{id}} 以后的事件归另一个人；以前的仍是这个人的。', done: '{{id}} 已解绑', joinedBy: '看怎么并进来的',
  },
  rules: {
    title: '用户识别', sentence: '靠这些 id 认人；改了从现在起生效，以前认的不变。',
    types: 'id 类型', typesNote: '一个事件带几个 id 时，从上往下第一个说了算', type: '类型', use: '作用', limit: '每人最多', form: '怎么比', count: '现有', order: '顺序', noLimit: '不限',
    up: '{{type}} 上移', down: '{{type}} 下移', newType: '新类型，按客户端发来的名字', addType: '加类型',
    more: '其他规则', max: '每人最多几个 id', maxHint: '超过就不再自动合并，改为建议', blocked: '不算数的 id', blockedHint: '一行一个，不分大小写。null、undefined、guest 之类本来就不算。',
    traits: '资料里的 id', traitsHint: '默认不用。加一条，比如「email 是邮箱」，资料里的邮箱就能认人。', trait: '资料名', is: '是', remove: '去掉', addTrait: '加一条',
    save: '保存规则', saved: '规则已生效', since: '{{name}} {{when}} 改过', default: '还是默认规则', fromNow: '改动写进日志，重放也一样',
  },
};
