import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { Change, Sparkline, Stat } from '@/design';
import type { Card, CardAnswer } from '../model/types';
import { useFigure } from './useNames';

/** One number with where it stands. It opens the people behind it. */
export function NumberForm({ card, answer, title }: { card: Card; answer: CardAnswer; title: string }) {
  const { t } = useTranslation('dashboards');
  const open = usePeople();
  const h = answer.headline;
  const say = useFigure(card.unit, h?.rate);
  const value = say(h?.value), before = h?.previous === undefined ? null : say(h.previous).whole;
  const a = answer.answer;
  const whole = a?.trend && a.question.trend && !a.question.trend.formula ? { ...a.question, compare: undefined } : null;
  return (
    <Stat
      label={title} value={value.text} unit={value.unit}
      change={h?.change === undefined ? undefined : <Change value={h.change} points={h.rate} moreIsBetter={!card.falls} />}
      note={before ? t('card.before', { value: before }) : undefined}
      chart={h?.spark && <Sparkline values={h.spark} previous={h.spark_previous ?? undefined} unfinished={h.open} />}
      onOpen={whole ? () => open({ title, question: whole, cell: { series: 0 } }) : undefined} openLabel={`${title} ${value.whole}`}
    />
  );
}
