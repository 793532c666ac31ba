import { useTranslation } from 'react-i18next';

import type { Behind } from '@/app/people';
import { useFormat } from '@/app/session';
import type { Format } from '@/format';
import { useNames, type Names } from '../names';
import type { Answer, Cell, Group, View } from '../model/question';

export interface PictureProps {
  answer: Answer;
  view: View;
  onView: (change: Partial<View>) => void;
  /** Less of everything: for a card of a dashboard. */
  small?: boolean;
  height?: number;
}

/** What every picture writes with. */
export interface Pen {
  t: ReturnType<typeof useTranslation<'insights'>>['t'];
  f: Format;
  names: Names;
  group: (g: Group | undefined) => string;
  /** A unit of time as an axis names it, and as a card does. */
  axis: (at: string, unit: string | undefined) => string;
  moment: (at: string, unit: string | undefined) => string;
  behind: (cell: Cell, title: string, count?: number) => Behind;
  /** The value of a measure. */
  value: (v: number | null | undefined) => string;
}

export function usePen(answer: Answer): Pen {
  const { t } = useTranslation('insights');
  const f = useFormat();
  const names = useNames();
  const text = (v: unknown) => (v === null || v === undefined || v === '' ? t('none') : typeof v === 'boolean' ? t(v ? 'yes' : 'no') : typeof v === 'object' ? JSON.stringify(v) : String(v));
  const short = (at: string, unit: string | undefined) => {
    if (unit === 'hour') return f.time(at);
    if (unit === 'month') return f.month(at);
    return f.language === 'en' ? f.day(at) : new Intl.DateTimeFormat('zh-CN', { timeZone: answer.zone, month: 'numeric', day: 'numeric' }).format(new Date(at));
  };
  return {
    t, f, names,
    group: (g) => (g === undefined ? t('everyone') : g.other ? t('other') : text(g.value)),
    axis: short,
    moment: (at, unit) => (unit === 'hour' ? `${f.day(at)} ${f.time(at)}` : unit === 'week' ? t('weekOf', { day: f.day(at) }) : unit === 'month' ? f.month(at) : `${f.day(at)} ${f.weekday(at)}`),
    behind: (cell, title, count) => ({ title, question: answer.question, cell, count }),
    value: (v) => (v == null ? '—' : Number.isInteger(v) ? f.number(v) : f.number(v, Math.abs(v) < 1 ? 3 : Math.abs(v) < 1000 ? 2 : 0)),
  };
}
