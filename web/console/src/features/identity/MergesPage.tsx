import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Sentence } from '@/design';
import { CompareDialog } from './CompareDialog';
import { useSuggestions } from './data';
import css from './identity.module.css';
import { MergeLog } from './MergeLog';
import { Suggestions } from './Suggestions';
import { UndoDialog } from './UndoDialog';

/** Who became one with whom: what waits for a decision, and all that was decided. */
export function MergesPage() {
  const { t } = useTranslation('identity');
  const f = useFormat();
  const to = useTo();
  const [params, setParams] = useSearchParams();
  const set = (change: Record<string, string>) => setParams((had) => { const p = new URLSearchParams(had); for (const [k, v] of Object.entries(change)) { if (v) p.set(k, v); else p.delete(k); } return p; }, { replace: true, preventScrollReset: true });
  const open = useSuggestions(false);
  const waiting = open.data?.suggestions?.length ?? 0;
  const [from, into] = (params.get('compare') ?? '').split('-').map(Number);
  const undo = Number(params.get('undo') ?? 0);
  return (
    <>
      <Top />
      <div className={css.head}>
        <Sentence kind="page">{!open.data ? t('merges.title') : waiting > 0 ? t('merges.sentence', { count: waiting, formatted: f.number(waiting) }) : t('merges.calm')}</Sentence>
      </div>
      <Suggestions dismissed={params.get('show') === 'dismissed'} onShow={(d) => set({ show: d ? 'dismissed' : '' })} onCompare={(a, b) => set({ compare: `${a}-${b}` })} />
      <MergeLog params={params} set={set} onUndo={(n) => set({ undo: String(n) })} />
      <p className={css.line}>
        <Info size={14} strokeWidth={1.5} aria-hidden />
        <span>{t('merges.kept')}</span><span>{t('merges.protected')}</span><Link to={to('settings/identity')}>{t('merges.toRules')}</Link>
      </p>
      {from && into ? <CompareDialog key={`${from}-${into}`} from={from} into={into} onSwap={() => set({ compare: `${into}-${from}` })} onClose={() => set({ compare: '' })} /> : null}
      {undo > 0 && <UndoDialog key={undo} number={undo} onClose={() => set({ undo: '' })} />}
    </>
  );
}
