import { Lock, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { isUnsaved, type Draft, type Schema } from './model';
import css from './tabs.module.css';

interface Props { drafts: Draft[]; current: string; limits: Schema['limits'] | undefined; onOpen: (d: Draft) => void; onClose: (d: Draft) => void; onNew: () => void }

/** The queries that are open here; a dot marks what is not saved. */
export function Tabs({ drafts, current, limits, onOpen, onClose, onNew }: Props) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  return (
    <div className={css.bar}>
      <nav className={css.tabs} aria-label={t('tabs')}>
        {drafts.map((d) => {
          const name = d.name || t('untitled');
          return (
            <span key={d.key} className={d.key === current ? css.here : css.tab}>
              <button type="button" className={css.name} aria-current={d.key === current ? 'page' : undefined} onClick={() => onOpen(d)}>
                {name}{isUnsaved(d) && <i className={css.dot} title={t('unsaved')}><span className="sr">{t('unsaved')}</span></i>}
              </button>
              <button type="button" className={css.close} aria-label={t('closeTab', { name })} title={t('closeTab', { name })} onClick={() => onClose(d)}><X size={13} strokeWidth={1.5} /></button>
            </span>
          );
        })}
        <button type="button" className={css.plus} aria-label={t('newTab')} title={t('newTab')} onClick={onNew}><Plus size={16} strokeWidth={1.5} /></button>
      </nav>
      {limits && (
        <p className={`num ${css.limits}`}>
          <Lock size={14} strokeWidth={1.5} aria-hidden />
          <span>{t('readOnly')}</span><span>{t('upTo', { seconds: limits.seconds })}</span><span>{f.bytes(limits.memory)}</span><span>{t('rowsUpTo', { rows: f.short(limits.rows) })}</span>
        </p>
      )}
    </div>
  );
}
