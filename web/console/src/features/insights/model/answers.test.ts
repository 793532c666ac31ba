import { describe, expect, it } from 'vitest';

import { formatOf } from '@/format';
import { en } from '@/words/en';
import { zh } from '@/words/zh';
import { layout, nodeCell, wayCell } from './paths';
import { fresh, kinds, type Answer, type Question } from './question';
import { bounds, curves, flatFrom, shade } from './retention';
import { placesOf, roomOf, segmentNames } from './rfm';
import { fill, sentence, type Writer } from './sentence';

/** Writes as i18next does, without it: the words themselves are under test. */
function writer(language: 'zh-CN' | 'en'): Writer {
  const words: object = language === 'en' ? en.insights : zh.insights;
  const t = (key: string, values: Record<string, unknown> = {}) => {
    const plural = typeof values.count === 'number' ? (values.count === 1 ? '_one' : '_other') : '';
    const find = (path: string) => path.split('.').reduce<unknown>((o, k) => (o as Record<string, unknown> | undefined)?.[k], words);
    const text = find(key) ?? find(key + plural);
    if (typeof text !== 'string') throw new Error(`no words for ${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };
  const names = { event: (n: string) => n, events: (n: readonly string[]) => n.map((x) => (x === '*' ? t('anything') : x)).join(t('or')), property: (n: string) => n, seen: () => undefined };
  return { t: t as Writer['t'], f: formatOf(language, 'Asia/Shanghai'), names };
}

const read = (q: Question, language: 'zh-CN' | 'en') => sentence(q, writer(language)).map((x) => x.text).join('');

describe('sentences', () => {
  const funnel: Question = { range: { last: '30d' }, compare: 'previous', funnel: { steps: [{ event: '打开阅读页' }, { event: '支付成功' }], window: '7d', breakdown: { property: '平台' } } };
  it('say a question as the mock does, in both languages', () => {
    expect(read(funnel, 'zh-CN')).toBe('从 打开阅读页 到 支付成功，在 7 天 内 按顺序 走完 2 步的人所占比例；近 30 天，按 平台 拆分，与 上一期 比较。');
    expect(read(funnel, 'en')).toBe('The share of people who go from 打开阅读页 to 支付成功 in 2 steps in this order within 7 days; the last 30 days, split by 平台, compared with the previous period.');
  });
  it('name the control of each word', () => {
    expect(sentence(funnel, writer('en')).flatMap((x) => x.field ?? [])).toEqual(['step-0', 'step-1', 'order', 'window', 'range', 'breakdown', 'compare']);
  });
  it('are whole for every kind: no template word is left over', () => {
    for (const kind of kinds) for (const language of ['zh-CN', 'en'] as const) {
      const text = read({ ...fresh(kind), where: [{ property: 'p', op: 'between', values: [1, 2] }] }, language);
      expect(text).not.toMatch(/[{}]|undefined/);
      expect(text).toMatch(language === 'en' ? /\.$/ : /。$/);
    }
  });
  it('leave out what a template does not know', () => { expect(fill('a {x} b {y}', { x: { text: '1', field: 'f' } })).toEqual([{ text: 'a ' }, { text: '1', field: 'f' }, { text: ' b ' }]); });
});

const node = (level: number, event: string, sessions: number, ends: number) => ({ level, event, label: event, sessions, persons: sessions, ends });

describe('paths', () => {
  const answer = {
    kind: 'paths', question: { range: {}, paths: { depth: 3 } },
    paths: { sessions: 10, persons: 9, nodes: [node(0, 'a', 10, 2), node(1, 'b', 5, 1), node(1, 'c', 3, 3), node(2, 'd', 4, 0)], links: [{ level: 0, from: 0, to: 1, sessions: 5, persons: 5 }, { level: 0, from: 0, to: 2, sessions: 3, persons: 3 }, { level: 1, from: 1, to: 3, sessions: 4, persons: 4 }], paths: [] },
  } as unknown as Answer;
  it('add up level by level, those who leave included', () => {
    const flow = layout(answer, 300);
    const sum = (level: number) => flow.boxes.filter((b) => b.level === level).reduce((s, b) => s + b.sessions, 0);
    expect([sum(0), sum(1), sum(2)]).toEqual([10, 10, 8]);
    for (const b of flow.boxes) {
      const out = flow.ribbons.filter((r) => r.from === b).reduce((s, r) => s + r.sessions, 0);
      if (b.node && b.level < 2) expect(out).toBe(b.sessions);
    }
    expect(Math.max(...flow.boxes.map((b) => b.y + b.h))).toBeLessThanOrEqual(300.001);
  });
  it('name the cells of nodes and ways', () => {
    const nodes = answer.paths!.nodes!;
    expect(nodeCell(nodes[1]!, true)).toEqual({ level: 1, node: { event: 'b', value: undefined }, ended: true });
    expect(wayCell([nodes[0]!, { ...nodes[1]!, other: true }]).path).toEqual([{ event: 'a', value: undefined }, { other: true }]);
  });
});

describe('retention', () => {
  const cell = (persons: number, size: number, state = '') => ({ persons, rate: persons / size, incomplete: state === 'open', future: state === 'future' });
  const answer = { retention: { columns: [{ first: 0, last: 0 }, { first: 1, last: 1 }], groups: [{ average: [1, null], cohorts: [{ start: '', size: 10, cells: [cell(10, 10), cell(4, 10, 'open')] }, { start: '', size: 10, cells: [cell(10, 10), cell(0, 10, 'future')] }] }] }, question: {} } as unknown as Answer;
  it('draws what there is so far where nothing is over', () => {
    expect(curves(answer, () => 'x')[0]!.points).toEqual([{ rate: 1, open: false }, { rate: 0.4, open: true }]);
    expect(bounds(answer.retention!.groups![0], 1)).toEqual([0, 1]);
  });
  it('finds where a curve flattens, and not in one that still falls', () => {
    const p = (...rates: number[]) => rates.map((rate) => ({ rate, open: false }));
    expect(flatFrom(p(1, 0.5, 0.4, 0.3, 0.27, 0.265, 0.26, 0.258))?.period).toBe(4);
    expect(flatFrom(p(1, 0.8, 0.6, 0.5, 0.4, 0.3))).toBeNull();
  });
  it('shades from 1 to 8', () => { expect([shade(0, [0, 1]), shade(0.5, [0, 1]), shade(1, [0, 1]), shade(0.3, [0.3, 0.3])]).toEqual([1, 4, 8, 4]); });
});

it('the eleven groups fill the grid once each', () => {
  expect(segmentNames.flatMap(placesOf)).toHaveLength(25);
  for (const s of segmentNames) expect(roomOf(s).w * roomOf(s).h).toBeGreaterThan(0);
});
