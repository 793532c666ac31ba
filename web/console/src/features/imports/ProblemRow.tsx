import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import type { Mapping, Problem } from './data';
import css from './imports.module.css';
import { remediesOf, remedy } from './mapping';
import { useProblemWords } from './words';

/** Rows that were not understood for one reason, and what can be done about them all at once. */
export function ProblemRow({ p, m, onChange }: { p: Problem; m: Mapping; onChange?: (m: Mapping) => void }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const { what, todo } = useProblemWords()(p);
  const rows = (p.rows ?? []).slice(0, 3).map((r) => f.number(r)).join(f.language === 'en' ? ', ' : '、');
  const remedies = onChange ? remediesOf(p) : [];
  return (
    <li className={css.problem}>
      <div className={css.problemHead}>
        <span><b className="num">{f.number(p.count)}</b> {p.column ? <><span className="mono">{p.column}</span> </> : null}{what}</span>
        {remedies.length === 0 && <span className={css.out}>{t('problem.out')}</span>}
        {remedies.length > 0 && <span className={css.remedies}>{remedies.map((r) => <button key={r} type="button" className={css.remedy} onClick={() => onChange?.(remedy(m, p, r))}>{t(`problem.act.${r}`)}</button>)}</span>}
      </div>
      <p className="caption num">
        {p.examples?.length ? `${t('problem.seen', { list: p.examples.join(f.language === 'en' ? '", "' : '」「') })} · ` : ''}
        {p.count > 3 ? t('problem.rowsMore', { rows }) : t('problem.rows', { rows })} · {todo}
      </p>
    </li>
  );
}
