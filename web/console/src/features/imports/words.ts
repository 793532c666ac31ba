import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import type { zh } from '@/words/zh';
import type { Column, Problem } from './data';

type Words = typeof zh.imports;
type Refusal = keyof Words['refused']['reason'];
type Reason = keyof Words['problem']['reason'];
type Why = keyof Words['map']['why'];
export type Role = keyof Words['map']['role'];
export type Kind = keyof Words['map']['kind'];

/** A failure in the reader's language when it has a reason we know, else as the server says it. */
export function useReasonOf() {
  const { t } = useTranslation('imports');
  return (stop: Schemas['ImporterStop'] | undefined): { what: string; todo: string } => {
    if (stop?.reason && i18next.exists(`imports:refused.reason.${stop.reason}`)) {
      const reason = stop.reason as Refusal;
      return { what: t(`refused.reason.${reason}`), todo: t(`refused.todo.${reason}`) };
    }
    return { what: stop?.message ?? '', todo: stop?.hint ?? '' };
  };
}

/** What is wrong with some rows, and what to do. */
export function useProblemWords() {
  const { t } = useTranslation('imports');
  return (p: Problem): { what: string; todo: string } => {
    if (!i18next.exists(`imports:problem.reason.${p.reason}`)) return { what: p.wrong, todo: p.instead };
    const reason = p.reason as Reason;
    return { what: t(`problem.reason.${reason}`), todo: t(`problem.todo.${reason}`) };
  };
}

/** Why a column is taken for what it is. */
export function useWhy(zone: string) {
  const { t } = useTranslation('imports');
  return (c: Column): string => {
    if (c.role === 'unused' && c.why === 'chosen') return t('map.why.unused');
    if (!c.why || !i18next.exists(`imports:map.why.${c.why}`)) return '';
    const type = i18next.exists(`imports:map.kind.${c.type}`) ? t(`map.kind.${c.type as Kind}`) : c.type;
    return t(`map.why.${c.why as Why}`, { zone, sign: c.detail ?? '', type });
  };
}

type Lack = keyof Words['map']['lacks'];

/** What a mapping still lacks. */
export function useLacks() {
  const { t } = useTranslation('imports');
  return (of: Schemas['ImporterSheetProblem']): string => {
    const field = (of.field ?? '').split(/[.[]/)[0] ?? '';
    const known = field !== 'other' && i18next.exists(`imports:map.lacks.${field}`);
    return t(`map.lacks.${known ? (field as Lack) : 'other'}`, { message: `${of.message} ${of.hint ?? ''}` });
  };
}
