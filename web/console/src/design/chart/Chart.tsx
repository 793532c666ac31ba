import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Behind } from '@/app/people';
import { MarkCard } from './MarkCard';
import css from './chart.module.css';

/** What one mark of a chart (a bar, a point, a unit of time) says when it is pointed at, and whom it stands for. */
export interface ChartMark {
  title: string;
  rows: { label: string; value: string; color?: string; tone?: 'good' | 'bad'; people?: Behind }[];
  people?: Behind;
  more?: { label: string; people: Behind }[];
}

interface Props {
  option: EChartsCoreOption;
  height: number;
  /** Spoken: what the picture shows, in a sentence. */
  label: string;
  /** axis: a mark for each unit along the bottom; item: a mark for each bar, [series][index]. */
  by: 'axis' | 'item';
  mark: (index: number, series: number) => ChartMark | null;
  count: number;
  series?: number;
  onToggleTable?: () => void;
  /** Where the picture of it is kept for export. */
  handle?: (chart: EChartsType | null) => void;
}

interface At { index: number; series: number; x: number; y: number; keyboard: boolean }

/** A canvas chart whose marks can be reached by pointer and keyboard and open the people behind them. */
export function Chart({ option, height, label, by, mark, count, series = 1, onToggleTable, handle }: Props) {
  const { t } = useTranslation('design');
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const leave = useRef<number>(0);
  const [at, setAt] = useState<At | null>(null);
  const latest = useRef(option);
  latest.current = option;

  useEffect(() => {
    let gone = false;
    let sized: ResizeObserver | undefined;
    void import('./echarts').then(({ init }) => {
      if (gone || !box.current) return;
      const made = init(box.current);
      chart.current = made;
      made.setOption(latest.current);
      handle?.(made);
      sized = new ResizeObserver(() => made.resize());
      sized.observe(box.current);
    });
    return () => { gone = true; sized?.disconnect(); handle?.(null); chart.current?.dispose(); chart.current = null; };
    // The chart lives as long as the component; option changes are below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => { chart.current?.setOption(option, { notMerge: true }); setAt(null); }, [option]);

  const point = (e: PointerEvent) => {
    const c = chart.current, area = box.current?.getBoundingClientRect();
    if (!c || !area || (e.target as Element).closest('[data-mark-card]')) return;
    const x = e.clientX - area.left, y = e.clientY - area.top;
    window.clearTimeout(leave.current);
    if (!c.containPixel('grid', [x, y])) { leaveSoon(); return; }
    const index = Math.round((c.convertFromPixel({ gridIndex: 0 }, [x, y])[0] as number) ?? -1);
    if (by === 'axis') { if (index >= 0 && index < count && index !== at?.index) setAt({ index, series: 0, x, y, keyboard: false }); }
  };
  const leaveSoon = () => { window.clearTimeout(leave.current); leave.current = window.setTimeout(() => setAt((a) => (a?.keyboard ? a : null)), 180); };

  useEffect(() => {
    const c = chart.current;
    if (by !== 'item' || !c) return;
    const over = (p: unknown) => {
      const q = p as { seriesIndex: number; dataIndex: number; event: { offsetX: number; offsetY: number } };
      window.clearTimeout(leave.current);
      setAt({ index: q.dataIndex, series: q.seriesIndex, x: q.event.offsetX, y: q.event.offsetY, keyboard: false });
    };
    c.on('mouseover', over);
    c.on('mouseout', leaveSoon);
    return () => { c.off('mouseover', over); c.off('mouseout', leaveSoon); };
  });

  const place = (index: number, s: number): At => {
    const c = chart.current, width = box.current?.clientWidth ?? 0;
    const pixel = c?.convertToPixel({ xAxisIndex: 0 }, index) as number | undefined;
    return { index, series: s, x: pixel ?? (width * (index + 0.5)) / count, y: height / 3, keyboard: true };
  };
  const key = (e: KeyboardEvent) => {
    const i = at?.index ?? -1, s = at?.series ?? 0;
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[e.key];
    if (step) {
      e.preventDefault();
      const [dx = 0, dy = 0] = step;
      setAt(place(Math.min(count - 1, Math.max(0, i + (i < 0 ? 1 : dx))), Math.min(series - 1, Math.max(0, s + dy))));
    } else if (e.key === 'Escape') setAt(null);
    else if (e.key.toLowerCase() === 't' && onToggleTable && !e.ctrlKey && !e.metaKey) onToggleTable();
    else if (e.key === 'Enter' && at && (e.target as Element) === e.currentTarget) { e.preventDefault(); box.current?.parentElement?.querySelector<HTMLElement>('[data-mark-card] button')?.click(); }
  };
  const shown = at && mark(at.index, at.series);

  return (
    <div className={css.frame} style={{ height }} tabIndex={0} role="group" aria-label={`${label} ${t('chartHelp')}`} onKeyDown={key}
      onPointerMove={point} onPointerLeave={leaveSoon} onBlur={(e) => { if (!e.currentTarget.contains(e.relatedTarget)) setAt(null); }}>
      <div ref={box} className={css.canvas} aria-hidden />
      {shown && at && <MarkCard mark={shown} x={at.x} y={at.y} spoken={at.keyboard} onEnter={() => window.clearTimeout(leave.current)} />}
      {by === 'axis' && at && <i className={css.guide} style={{ left: place(at.index, 0).x }} aria-hidden />}
    </div>
  );
}
