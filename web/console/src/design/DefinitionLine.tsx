import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import css from './definition.module.css';

/** Every picture ends with it: definition · zone · data as of · cost. */
export function DefinitionLine({ answer, children, sentence = true }: { answer: Schemas['InsightAnswer']; children?: ReactNode; sentence?: boolean }) {
  const { t } = useTranslation('design');
  const f = useFormat();
  return (
    <p className={css.line}>
      <Info size={14} strokeWidth={1.5} aria-hidden />
      {sentence && <span>{f.language === 'en' ? answer.definition.en : answer.definition.zh}</span>}
      <span>{t('zone', { zone: answer.zone })}</span>
      <span className="num">{t('asOf', { time: f.time(answer.as_of, true) })}</span>
      <span className="num">{t('cost', { events: f.short(answer.cost.events), ms: Math.max(1, Math.round(answer.cost.ms)) })}</span>
      {children}
    </p>
  );
}
