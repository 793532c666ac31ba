import { Input } from 'antd';
import { Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Kbd } from '@/design';
import type { Board, Card, CardAnswer, Shared } from '../model/types';
import { CardFields } from './CardFields';
import css from './inspector.module.css';
import { SizeFields } from './SizeFields';
import { TextFields } from './TextFields';
import type { Draft } from './useDraft';

interface Props { board: Board; draft: Draft; card: Card | null; answer: CardAnswer | undefined; shared: Shared; onRemove: (card: Card, title: string) => void }

/** What can be changed of the chosen card, or of the dashboard while none is chosen. */
export function Inspector({ draft, card, answer, shared, onRemove }: Props) {
  const { t } = useTranslation('dashboards');
  const content = draft.content;
  if (!content) return null;
  const title = card ? card.title || answer?.name || t('card.untitled') : t('inspector.board');
  return (
    <aside className={css.inspector} aria-label={title}>
      <header className={css.head}>
        <b>{title}</b>
        {card && <button type="button" aria-label={t('inspector.remove')} onClick={() => onRemove(card, title)}><Trash2 size={16} strokeWidth={1.5} /></button>}
        {card && <button type="button" aria-label={t('inspector.close')} onClick={() => draft.select(null)}><X size={16} strokeWidth={1.5} /></button>}
      </header>
      <div className={css.fields}>
        {!card && (
          <>
            <label className={css.stack}>{t('inspector.boardName')}<Input maxLength={80} value={content.name} status={content.name.trim() ? undefined : 'error'} onChange={(e) => draft.set({ name: e.target.value }, 'name')} /></label>
            <label className={css.stack}>{t('inspector.boardNote')}<Input.TextArea rows={3} maxLength={500} value={content.description ?? ''} onChange={(e) => draft.set({ description: e.target.value }, 'description')} /></label>
            <p className="caption">{t('inspector.boardHint')}</p>
          </>
        )}
        {card?.kind === 'text' && <TextFields key={card.id} card={card} draft={draft} />}
        {card && card.kind !== 'text' && <CardFields key={card.id} card={card} answer={answer} shared={shared} draft={draft} />}
        {card && <SizeFields card={card} draft={draft} />}
      </div>
      {card && <footer className={css.keys}><Kbd>Shift</Kbd><Kbd>←→</Kbd><span>{t('inspector.resize')}</span><i /><Kbd>←↑↓→</Kbd><span>{t('inspector.move')}</span></footer>}
    </aside>
  );
}
