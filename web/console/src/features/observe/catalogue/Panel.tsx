import { Button } from 'antd';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import css from './catalogue.module.css';

/** What is open, beside the list. */
export function Panel({ title, code, onClose, children }: { title: string; code?: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation('observe');
  return (
    <aside className={css.panel} aria-label={title}>
      <header className={css.panel_head}><h2>{title}{code && <code>{code}</code>}</h2><Button type="text" size="small" aria-label={t('close')} onClick={onClose} icon={<X size={16} strokeWidth={1.5} />} /></header>
      <div className={css.panel_body}>{children}</div>
    </aside>
  );
}
