import { Download, ExternalLink, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useToast } from '@/app/notices';
import { useFormat, useTo } from '@/app/session';
import type { Schemas } from '@/api/client';
import { exportPeople } from './exportPeople';
import type { Field, Known } from './field';
import { useLabels } from './label';
import css from './people.module.css';
import type { Search } from './useSearch';

interface Props {
  selected: ReadonlySet<number> | 'all';
  list: Schemas['PeoplePersonsFound'];
  search: Search;
  columns: Field[];
  known: Known | undefined;
  onAll: () => void;
  onClose: () => void;
}

/** What can be done with the persons picked. */
export function SelectionBar({ selected, list, search, columns, known, onAll, onClose }: Props) {
  const { t } = useTranslation('people');
  const f = useFormat(), to = useTo(), navigate = useNavigate();
  const count = selected === 'all' ? list.total : selected.size;
  const [only] = selected === 'all' ? [] : [...selected];
  const { busy, save } = useExport(list, search, columns, known);
  if (count === 0) return null;
  return (
    <div className={css.bar} role="region" aria-label={t('selected', { n: f.number(count) })}>
      <b className="num">{t(selected === 'all' ? 'selectedAll' : 'selected', { n: f.number(count) })}</b>
      {selected !== 'all' && list.total > selected.size && <button type="button" className={`num ${css.quiet}`} onClick={onAll}>{t('orAll', { n: f.number(list.total) })}</button>}
      {(list.may_export || count === 1) && <i aria-hidden />}
      {count === 1 && only !== undefined && <button type="button" onClick={() => void navigate(to(`people/${only}`))}><ExternalLink size={16} strokeWidth={1.5} aria-hidden />{t('open')}</button>}
      {list.may_export && <button type="button" disabled={busy} onClick={() => void save(selected === 'all' ? undefined : [...selected])}><Download size={16} strokeWidth={1.5} aria-hidden />{busy ? t('exporting') : t('export')}</button>}
      <i aria-hidden />
      <button type="button" onClick={onClose} aria-label={t('unselect')}><X size={16} strokeWidth={1.5} aria-hidden /></button>
    </div>
  );
}

/** Saves a list, or the persons picked from it, as a file. */
export function useExport(list: Schemas['PeoplePersonsFound'] | undefined, search: Search, columns: Field[], known: Known | undefined) {
  const { t } = useTranslation('people');
  const say = useToast(), f = useFormat(), labels = useLabels(known);
  const [busy, setBusy] = useState(false);
  const save = async (persons?: number[]) => {
    setBusy(true);
    try {
      await exportPeople({ ...search, columns, heads: columns.map((c) => labels.field(c)), persons, result: list?.result });
      say({ text: t('exported', { n: f.number(persons?.length ?? list?.total ?? 0) }) });
    } catch (error) {
      say({ text: t('exportFailed', { why: error instanceof Error ? error.message : String(error) }), tone: 'failed' });
    } finally {
      setBusy(false);
    }
  };
  return { busy, save };
}
