import { useTranslation } from 'react-i18next';

import { Skeleton, StatSkeleton } from '@/design';
import { Drawn, isEmpty } from './forms/Drawn';
import { NumberForm } from './forms/NumberForm';
import css from './grid.module.css';
import type { Card, CardAnswer } from './model/types';

interface Props { card: Card; answer: CardAnswer | undefined; title: string; number: boolean; height: number; onRetry: () => void }

/** What a card shows, in its states: on its way, failed, nothing there, ready. A stale one shows its earlier value. */
export function CardBody({ card, answer, title, number, height, onRetry }: Props) {
  const { t } = useTranslation('dashboards');
  if (card.kind === 'text') {
    const html = answer?.html ?? card.html ?? '';
    return (
      <div className={css.text}>
        {card.title && <h2 className={css.textTitle}>{card.title}</h2>}
        {/* The server made it from Markdown and let through only what is safe. */}
        <div dangerouslySetInnerHTML={{ __html: html }} />
      </div>
    );
  }
  if (!answer) return number ? <StatSkeleton /> : <div className={css.body}><Skeleton height={Math.max(60, height)} kind={card.form === 'table' ? 'rows' : 'bars'} /></div>;
  if (!answer.answer) {
    return (
      <div className={css.body}>
        <div className={css.say} role="alert">
          {number && <b>{title}</b>}
          <span><b>{t('card.failed')}</b> {[answer.error?.message, answer.error?.hint && `(${answer.error.hint})`].filter(Boolean).join(' ')}</span>
          {answer.error?.retry && <button type="button" onClick={onRetry}>{t('card.retry')}</button>}
        </div>
      </div>
    );
  }
  if (number) return <NumberForm card={card} answer={answer} title={title} />;
  if (isEmpty(answer)) return <div className={css.body}><div className={css.say}>{t('card.empty')}</div></div>;
  return <div className={css.body}>{height > 40 && <Drawn card={card} answer={answer} title={title} height={height} />}</div>;
}
