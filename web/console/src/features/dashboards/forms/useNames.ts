import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import type { Names } from '../model/course';

/** The words that pictures of answers need. */
export function useNames(): Names {
  const { t } = useTranslation('dashboards');
  return useMemo(() => ({
    rest: t('card.rest'), none: t('card.none'), before: t('card.previous'),
    state: { new: t('state.new'), returning: t('state.returning'), resurrecting: t('state.resurrecting') },
  }), [t]);
}

/** How a card writes its numbers: money before, other units after. */
export function useFigure(unit: string | undefined, rate?: boolean): (v: number | null | undefined) => { text: string; unit?: string; whole: string } {
  const f = useFormat();
  return (v) => {
    if (v === null || v === undefined || !Number.isFinite(v)) return { text: '—', whole: '—' };
    if (rate) return { text: f.number(v * 100, 1), unit: '%', whole: f.percent(v) };
    const number = Math.abs(v) >= 1e6 ? f.short(v) : f.number(v, Number.isInteger(v) || Math.abs(v) >= 1000 ? 0 : Math.abs(v) < 10 ? 2 : 1);
    if (!unit) return { text: number, whole: number };
    if (/^[¥￥$€£]$/.test(unit)) return { text: `${unit} ${number}`, whole: `${unit} ${number}` };
    return { text: number, unit, whole: `${number} ${unit}` };
  };
}
