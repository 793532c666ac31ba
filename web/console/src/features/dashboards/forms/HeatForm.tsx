import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { useFormat } from '@/app/session';
import type { Answer } from '../model/types';
import css from './forms.module.css';

/** Who came back, cohort by cohort: darker is more. */
export function HeatForm({ answer, title, rows }: { answer: Answer; title: string; rows: number }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const open = usePeople();
  const columns = (answer.retention?.columns ?? []).slice(0, 8);
  const cohorts = (answer.retention?.groups?.[0]?.cohorts ?? []).slice(-Math.max(3, rows));
  const question = { ...answer.question, compare: undefined };
  const most = Math.max(0.05, ...cohorts.flatMap((c) => (c.cells ?? []).slice(1, columns.length).flatMap((cell) => (cell.rate === null || cell.future ? [] : [cell.rate]))));
  const unfinished = cohorts.some((c) => c.cells?.slice(0, columns.length).some((cell) => cell.incomplete && !cell.future));
  return (
    <div className={css.heatBox}>
      <table className={css.heat}>
        <thead><tr><th scope="col">{t('card.started')}</th>{columns.map((c) => <th key={c.first} scope="col" className="num">{c.first === c.last ? c.first : `${c.first}–${c.last}`}</th>)}</tr></thead>
        <tbody>
          {cohorts.map((c) => (
            <tr key={c.start}>
              <th scope="row">{f.day(c.start)}</th>
              {(c.cells ?? []).slice(0, columns.length).map((cell, i) => {
                if (cell.future || cell.rate === null) return <td key={i} />;
                const level = Math.min(8, 1 + Math.floor((cell.rate / most) * 7.999));
                const cls = cell.incomplete ? css.unfinished : i === 0 ? css.whole : css[`s${level}`];
                return (
                  <td key={i}>
                    <button type="button" className={`num ${css.cell} ${cls}`} title={f.number(cell.persons)} aria-label={`${f.day(c.start)} ${columns[i]?.first ?? ''}: ${f.percent(cell.rate)}`}
                      onClick={() => open({ title: `${title} · ${f.day(c.start)}`, question, cell: { bucket: c.start, column: i }, count: cell.persons })}>
                      {f.number(cell.rate * 100)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {unfinished && <p className="caption">{t('card.onlyRises')}</p>}
    </div>
  );
}
