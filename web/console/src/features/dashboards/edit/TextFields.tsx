import { Input } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Card } from '../model/types';
import css from './inspector.module.css';
import type { Draft } from './useDraft';

/** A text card's title and Markdown; the card shows the server's rendering of it. */
export function TextFields({ card, draft }: { card: Card; draft: Draft }) {
  const { t } = useTranslation('dashboards');
  const id = card.id ?? '';
  return (
    <>
      <label className={css.stack}>{t('inspector.titleField')}<Input maxLength={80} value={card.title ?? ''} onChange={(e) => draft.card(id, { title: e.target.value }, `title-${id}`)} /></label>
      <label className={css.stack}>{t('inspector.text')}<Input.TextArea autoSize={{ minRows: 8, maxRows: 18 }} maxLength={20_000} value={card.text ?? ''} onChange={(e) => draft.card(id, { text: e.target.value }, `text-${id}`)} /></label>
      <p className="caption">{t('inspector.textHint')}</p>
    </>
  );
}
