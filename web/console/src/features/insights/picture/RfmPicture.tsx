import type { ChartMark } from '@/design';
import { onScale } from '@/design/palette';
import { list } from '../model/question';
import { shade } from '../model/retention';
import { placesOf, roomOf, segmentAt, segmentNames, type Segment } from '../model/rfm';
import { Frame, type Drawing, type PlotMark } from '../plot/Frame';
import { fit } from '../plot/scale';
import css from './rfm.module.css';
import { usePen, type PictureProps } from './context';

const gap = 3, left = 34, foot = 46;

/** Buyers by how lately and how much: each named group one block, its colour what a head brings. */
export function RfmPicture({ answer, height = 430 }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const rfm = answer.rfm!, bins = answer.question.rfm?.bins ?? 5;
  const named = bins === 5;
  const label = f.language === 'en' ? answer.definition.en : answer.definition.zh;
  const rows = new Map(list(rfm.segments).map((s) => [s.segment as Segment, s]));
  const worth = named ? [...rows.values()].map((r) => r.average_monetary) : list(rfm.cells).map((c) => c.average_monetary);
  const range: [number, number] = [Math.min(...worth, 0), Math.max(...worth, 1)];
  const card = (s: Segment): ChartMark => {
    const r = rows.get(s), name = t(`rfm.${s}`);
    return { title: name, people: r && pen.behind({ segment: s }, name, r.persons), rows: r ? [
      { label: t('people'), value: `${f.number(r.persons)} · ${f.percent(r.persons / Math.max(1, rfm.persons))}` }, { label: t('rfm.money'), value: pen.value(r.average_monetary) },
      { label: t('rfm.times'), value: f.number(r.average_frequency, 1) }, { label: t('rfm.days'), value: t('days', { n: f.number(r.average_recency_days, 0) }) }, { label: t('rfm.revenue'), value: f.short(r.revenue) },
    ] : [{ label: t('people'), value: '0' }] };
  };
  const draw = (width: number): Drawing => {
    const w = (width - left) / bins, h = (height - foot) / bins;
    const x = (c: number) => left + c * w, y = (r: number) => r * h;
    const axis = (
      <>
        {daysOf(list(rfm.recency_days)).map((text, i) => <text key={i} x={x(i) + w / 2} y={height - foot + 18} textAnchor="middle" className={css.axis}>{t('days', { n: text })}</text>)}
        <text x={left} y={height - 6} className={css.axis}>{`← ${t('rfm.longAgo')}`}</text>
        <text x={width - 2} y={height - 6} textAnchor="end" className={css.axis}>{`${t('rfm.justNow')} →`}</text>
        <text x={left + (width - left) / 2} y={height - 6} textAnchor="middle" className={css.axis}>{t('rfm.axes')}</text>
        <text x={left - 10} y={16} textAnchor="end" className={css.axis}>{t('rfm.most')}</text>
        <text x={left - 10} y={height - foot - 8} textAnchor="end" className={css.axis}>{t('rfm.least')}</text>
      </>
    );
    if (!named) return cells(answer, { x, y, w, h, bins }, range, axis, pen);
    const marks = segmentNames.filter((s) => rows.has(s)).map((s): PlotMark => {
      const r = roomOf(s);
      return { key: s, col: r.col, row: r.row, x: x(r.col), y: y(r.row), w: r.w * w - gap, h: r.h * h - gap, bare: true, card: card(s), hit: { x: x(r.col), y: y(r.row), w: r.w * w, h: r.h * h } };
    });
    return {
      marks,
      picture: (now) => (
        <>
          {axis}
          {segmentNames.map((s) => {
            const r = rows.get(s), room = roomOf(s), step = r ? shade(r.average_monetary, range) : 1;
            const ink = onScale(step), meant = now?.key === s;
            const tx = x(room.col) + 10, wide = room.w * w - 20, roomy = room.h * h > 66;
            return (
              <g key={s} data-mark={r ? s : undefined} className={r ? css.block : undefined}>
                {meant && placesOf(s).map((p) => <rect key={`o${p.col}${p.row}`} x={x(p.col) - 2} y={y(p.row) - 2} width={w - gap + 4 + joint(s, p.col, p.row, 1, 0)} height={h - gap + 4 + joint(s, p.col, p.row, 0, 1)} rx={6} fill="var(--ac)" />)}
                {placesOf(s).map((p) => <rect key={`${p.col}${p.row}`} x={x(p.col)} y={y(p.row)} width={w - gap + joint(s, p.col, p.row, 1, 0)} height={h - gap + joint(s, p.col, p.row, 0, 1)} rx={placesOf(s).length > 1 ? 3 : 5} fill={r ? `var(--s${step})` : 'var(--fill)'} />)}
                <text x={tx} y={y(room.row) + 20} fill={r ? ink : 'var(--ink-3)'} className={css.name}>{fit(t(`rfm.${s}`), wide, 13)}</text>
                {r && <text x={tx} y={y(room.row) + 40} fill={ink} className={css.count}>{f.number(r.persons)}</text>}
                {r && roomy && <text x={tx} y={y(room.row) + 58} fill={ink} className={css.note}>{fit(`${f.percent(r.persons / Math.max(1, rfm.persons))} · ${pen.value(Math.round(r.average_monetary))}`, wide)}</text>}
              </g>
            );
          })}
        </>
      ),
    };
  };
  return <Frame height={height} label={label} draw={draw} least={540} />;
}

/** Blocks of one group grow together over the gap. */
const joint = (s: Segment, col: number, row: number, dc: number, dr: number): number => (segmentAt(col + dc, row + dr) === s ? gap + 3 : 0);

/** The ranges of days that the thresholds make, longest ago first. */
function daysOf(thresholds: readonly number[]): string[] {
  const t = thresholds.map((d) => Math.round(d * 10) / 10).map((d) => (d >= 10 ? Math.round(d) : d));
  const names = t.map((d, i) => (i === 0 ? `≤ ${d}` : `${t[i - 1]}–${d}`));
  return [...names, `> ${t.at(-1) ?? 0}`].reverse();
}

interface Grid { x: (c: number) => number; y: (r: number) => number; w: number; h: number; bins: number }

/** With other than five scores the groups have no names: recency by frequency, summed over money. */
function cells(answer: PictureProps['answer'], g: Grid, range: [number, number], axis: React.ReactNode, pen: ReturnType<typeof usePen>): Drawing {
  const sum = new Map<string, { persons: number; revenue: number; r: number; f: number }>();
  for (const c of list(answer.rfm?.cells)) {
    const key = `${c.r}.${c.f}`, s = sum.get(key) ?? { persons: 0, revenue: 0, r: c.r, f: c.f };
    sum.set(key, { ...s, persons: s.persons + c.persons, revenue: s.revenue + c.revenue });
  }
  const all = [...sum.entries()];
  const box = (s: { r: number; f: number }) => ({ x: g.x(s.r - 1), y: g.y(g.bins - s.f), w: g.w - gap, h: g.h - gap });
  return {
    marks: all.map(([key, s]) => ({ key, col: s.r, row: -s.f, ...box(s), radius: 5, card: { title: `R ${s.r} · F ${s.f}`, people: pen.behind({ r: s.r, f: s.f }, `R ${s.r} · F ${s.f}`, s.persons), rows: [{ label: pen.t('people'), value: pen.f.number(s.persons) }, { label: pen.t('rfm.money'), value: pen.value(s.revenue / s.persons) }] } })),
    picture: () => <>{axis}{all.map(([key, s]) => { const b = box(s), step = shade(s.revenue / s.persons, range); return <g key={key}><rect x={b.x} y={b.y} width={b.w} height={b.h} rx={5} fill={`var(--s${step})`} /><text x={b.x + b.w / 2} y={b.y + b.h / 2 + 4} textAnchor="middle" fill={onScale(step)} className={css.count}>{pen.f.short(s.persons)}</text></g>; })}</>,
  };
}
