import { Pin, X } from 'lucide-react';
import { useMemo } from 'react';

import type { ChartMark } from '@/design';
import { backwards, layout, linkCell, nodeCell, type Box, type Ribbon } from '../model/paths';
import { list, namesOf } from '../model/question';
import { Frame, type Drawing, type PlotMark } from '../plot/Frame';
import { fit, textWidth } from '../plot/scale';
import css from './paths.module.css';
import { usePen, type Pen, type PictureProps } from './context';

const head = 34;

/** What a node is called, and whether reaching it is what one wants. */
export function nodeName(n: Box['node'], pen: Pick<Pen, 'names' | 't'>): string {
  if (!n || n.other) return pen.t('other');
  const name = pen.names.events([n.event ?? '']);
  return n.value === undefined || n.value === null ? name : `${name} · ${String(n.value)}`;
}

/** Where people go: bars are events, ribbons the sessions between them, hatched those that leave. */
export function PathsPicture({ answer, view, onView, height = 420, small }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const flow = useMemo(() => layout(answer, height - head - 26), [answer, height]);
  const ways = list(answer.paths?.paths), nodes = list(answer.paths?.nodes);
  const pinnedAt = view.pinned ?? ways.findIndex((w) => list(w.nodes).length >= 3 && list(w.nodes).every((i) => !nodes[i]?.other));
  const pinned = list(ways[pinnedAt]?.nodes);
  const back = backwards(answer);
  const goals = new Set(answer.question.paths?.to ? namesOf(answer.question.paths.to) : ['order_paid']);
  const draw = (width: number): Drawing => {
    const column = (width - 150) / Math.max(1, flow.levels - 1);
    const x = (level: number) => (back ? width - 150 - level * column : level * column) + 1;
    const top = head + 8;
    const card = (b: Box): ChartMark => nodeCard(b, answer, pen);
    const marks: PlotMark[] = [
      ...flow.boxes.map((b): PlotMark => ({ key: b.key, col: back ? -b.level : b.level, row: b.y * 2, x: x(b.level), y: top + b.y, w: 7, h: b.h, hit: { x: x(b.level) - 4, y: top + b.y - 2, w: 120, h: Math.max(16, b.h + 4) }, card: card(b), radius: 1 })),
      ...flow.ribbons.filter((r) => !r.exit).map((r): PlotMark => ({ key: r.key, col: (back ? -r.from.level : r.from.level) + (back ? -0.5 : 0.5), row: r.y0 + r.y1, x: (x(r.from.level) + x(r.to.level)) / 2, y: top + (r.y0 + r.y1) / 2, w: 8, h: Math.max(2, r.width), bare: true, hit: { x: -1, y: -1, w: 0, h: 0 }, card: linkCard(r, pen) })),
    ];
    const thread = ways[pinnedAt] ? ways[pinnedAt]!.sessions * flow.perSession : 0;
    const onWay = (r: Ribbon) => pinned.some((n, i) => r.from.index === n && r.to.index === pinned[i + 1]);
    return {
      marks,
      picture: (now) => (
        <>
          {Array.from({ length: flow.levels }, (_, l) => <text key={l} x={x(l)} y={16} className={css.head}>{levelName(l, flow.levels, answer, pen)}</text>)}
          <line x1={0} x2={width} y1={head - 8} y2={head - 8} className={css.rule} />
          <pattern id="leave" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-35)"><rect width="5" height="5" fill="var(--surface)" /><line x1="0" y1="0" x2="0" y2="5" stroke="var(--ink-4)" strokeWidth="1.4" /></pattern>
          {flow.ribbons.map((r) => <path key={r.key} d={ribbon(x(r.from.level), top + r.y0, x(r.to.level), top + r.y1, r.width, back)} data-mark={r.exit ? undefined : r.key} className={`${css.link} ${r.exit ? css.exit : ''} ${onWay(r) ? css.tinted : ''} ${now?.key === r.key || touches(now, r) ? css.lit : ''}`} />)}
          {flow.ribbons.filter(onWay).map((r) => { const w = Math.max(2, Math.min(thread, r.width)); return <path key={`t${r.key}`} d={ribbon(x(r.from.level), top + r.y0 + (r.width - w) / 2, x(r.to.level), top + r.y1 + (r.width - w) / 2, w, back)} className={css.thread} />; })}
          {flow.boxes.map((b) => <rect key={b.key} x={x(b.level)} y={top + b.y} width={7} height={b.h} rx={1} data-mark={b.key} fill={b.exit ? 'url(#leave)' : pinned.includes(b.index ?? -1) ? 'var(--ac)' : b.node?.other ? 'var(--ink-4)' : goals.has(b.node?.event ?? '') ? 'var(--good)' : 'var(--ink-2)'} stroke={b.exit ? 'var(--ink-4)' : undefined} />)}
          {flow.boxes.map((b) => <Label key={`b${b.key}`} box={b} x={x(b.level) + 13} y={top + b.y} room={column - 22} pen={pen} strong={pinned.includes(b.index ?? -1)} total={answer.paths!.sessions} />)}
        </>
      ),
    };
  };
  const label = f.language === 'en' ? answer.definition.en : answer.definition.zh;
  const scroll = flow.levels * 130;
  return (
    <div className={css.box}>
      {!small && pinned.length > 0 && (
        <button type="button" className={css.pin} onClick={() => onView({ pinned: -1 })} aria-label={t('paths.unpin')}>
          <Pin size={12} strokeWidth={1.5} aria-hidden />{fit(pinned.map((i) => nodeName(nodes[i], pen)).join(' → '), 420)}<X size={12} strokeWidth={1.5} aria-hidden />
        </button>
      )}
      <div className={css.scroll}><Frame height={height} label={label} draw={draw} least={scroll} /></div>
    </div>
  );
}

const touches = (now: PlotMark | null, r: Ribbon) => now !== null && (r.from.key === now.key || r.to.key === now.key);

function ribbon(x0: number, y0: number, x1: number, y1: number, w: number, back: boolean): string {
  const a = back ? x0 : x0 + 7, b = back ? x1 + 7 : x1, m = (a + b) / 2;
  return `M${a} ${y0}C${m} ${y0} ${m} ${y1} ${b} ${y1}V${y1 + w}C${m} ${y1 + w} ${m} ${y0 + w} ${a} ${y0 + w}Z`;
}

function levelName(l: number, levels: number, answer: PictureProps['answer'], pen: Pen): string {
  if (l === 0) return pen.t(backwards(answer) ? 'paths.end' : 'paths.start');
  return backwards(answer) ? pen.t('paths.before', { n: l }) : pen.t('paths.step', { n: Math.min(l, levels) });
}

function Label({ box, x, y, room, pen, strong, total }: { box: Box; x: number; y: number; room: number; pen: Pen; strong: boolean; total: number }) {
  const name = box.exit ? pen.t('paths.leave') : nodeName(box.node, pen);
  const count = pen.f.short(box.sessions), share = pen.f.percent(box.sessions / Math.max(1, total));
  const soft = box.exit || box.node?.other;
  if (strong && box.level > 0 && box.h < 64) {
    // The thread runs through it: the words stand below.
    return <text x={x} y={y + box.h + 13} className={css.name} fontWeight={600} fill="var(--ink)">{fit(name, room - textWidth(count) - 8, 13)}<tspan dx={6} className={css.count}>{count}</tspan></text>;
  }
  if (box.h < 30) {
    const text = fit(name, room - textWidth(count) - 8, 13);
    return <text x={x} y={y + box.h / 2 + 4} className={css.name} fontWeight={strong ? 600 : 400} fill={soft ? 'var(--ink-3)' : 'var(--ink)'}>{text}<tspan dx={6} className={css.count}>{count}</tspan></text>;
  }
  return (
    <>
      <text x={x} y={y + box.h / 2 - 3} className={css.name} fontWeight={strong ? 600 : 400} fill={soft ? 'var(--ink-3)' : 'var(--ink)'}>{fit(name, room, 13)}</text>
      <text x={x} y={y + box.h / 2 + 14} className={css.count}>{box.level === 0 ? pen.t('sessionsCount', { n: count }) : `${count} · ${share}`}</text>
    </>
  );
}

function nodeCard(b: Box, answer: PictureProps['answer'], pen: Pen): ChartMark {
  const { t, f } = pen;
  const sessions = { label: t('sessions'), value: `${f.number(b.sessions)} · ${f.percent(b.sessions / Math.max(1, answer.paths!.sessions))}` };
  if (!b.node) return { title: t('paths.leftAt', { step: Math.max(0, b.level - 1) }), rows: [sessions] };
  const name = nodeName(b.node, pen);
  const rows: ChartMark['rows'] = [sessions, { label: t('people'), value: f.number(b.node.persons) }];
  if (b.node.ends) rows.push({ label: t('paths.leaveHere'), value: f.number(b.node.ends) });
  return { title: name, rows, people: pen.behind(nodeCell(b.node), name, b.node.persons), more: b.node.ends ? [{ label: t('paths.seeLeave'), people: pen.behind(nodeCell(b.node, true), t('paths.leftAfter', { event: name })) }] : undefined };
}

function linkCard(r: Ribbon, pen: Pen): ChartMark {
  const from = r.from.node!, to = r.to.node!;
  const title = `${nodeName(from, pen)} → ${nodeName(to, pen)}`;
  return { title, rows: [{ label: pen.t('sessions'), value: pen.f.number(r.sessions) }, { label: pen.t('paths.ofThose'), value: pen.f.percent(r.sessions / Math.max(1, r.from.sessions)) }], people: pen.behind(linkCell(from, to), title) };
}

