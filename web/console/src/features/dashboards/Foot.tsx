import { Info, Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import type { Answers } from './api';
import css from './board.module.css';
import { useSchedules } from './mail/api';
import { useWhen } from './mail/useWhen';
import type { Board, Card } from './model/types';

/** The page's last line: how many cards, as of when, what is old, the zone, the cost, the mail. */
export function Foot({ board, cards, answers, onRetry }: { board: Board; cards: readonly Card[]; answers: Answers | undefined; onRetry: () => void }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const when = useWhen();
  const mail = useSchedules(board.id).data?.schedules?.filter((s) => !s.paused) ?? [];
  const all = Object.values(answers?.cards ?? {});
  const name = (id: string) => cards.find((c) => c.id === id)?.title || answers?.cards[id]?.name || id;
  const stale = all.filter((a) => a.stale), failed = all.filter((a) => a.error && !a.answer);
  const newest = all.reduce<string>((latest, a) => (!a.stale && a.answer && a.answer.as_of > latest ? a.answer.as_of : latest), '');
  const retry = <button type="button" onClick={onRetry}>{t('foot.retry')}</button>;
  const first = mail[0];
  return (
    <footer className={css.foot}>
      <span><Info size={14} strokeWidth={1.5} aria-hidden />{t('foot.cards', { count: cards.length })}{newest && `${t('foot.comma')}${t('foot.asOf', { time: f.time(newest, true) })}`}</span>
      {stale.length > 0 && <span className={css.warn}>{t('foot.stale', { names: stale.map((a) => name(a.card)).join(t('foot.sep')) })}{retry}</span>}
      {failed.length > 0 && <span className={css.bad}>{t('foot.failed', { names: failed.map((a) => name(a.card)).join(t('foot.sep')) })}{retry}</span>}
      <span>{t('foot.zone', { zone: f.zone })}</span>
      <span className="num">{answers?.done ? t('foot.took', { ms: f.number(Math.max(1, Math.round(answers.ms))) }) : t('foot.counting')}</span>
      {first && <span><Mail size={14} strokeWidth={1.5} aria-hidden />{t('foot.mailed', { when: when(first), count: (first.operators?.length ?? 0) + (first.addresses?.length ?? 0) })}{mail.length > 1 && ` ${t('foot.moreSchedules', { count: mail.length - 1 })}`}</span>}
    </footer>
  );
}
