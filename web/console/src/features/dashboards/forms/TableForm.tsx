import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { useFormat } from '@/app/session';
import type { Answer } from '../model/types';
import type { Names } from '../model/course';
import { rowsOf } from '../model/rows';
import css from './forms.module.css';
import { useFigure, useNames } from './useNames';

/** An answer as rows: the name, how long it is beside the longest, the number. */
export function TableForm({ answer, title, unit, room }: { answer: Answer; title: string; unit?: string; room: number }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat(), names: Names = useNames();
  const open = usePeople();
  const say = useFigure(unit);
  const [all, setAll] = useState(false);
  const rows = useMemo(() => rowsOf(answer, names, f), [answer, names, f]);
  const shown = all ? rows : rows.slice(0, room);
  const most = Math.max(...rows.map((r) => r.value ?? 0), 1);
  const question = { ...answer.question, compare: undefined };
  return (
    <div className={css.tableBox}>
      <table className={css.table}>
        <tbody>
          {shown.map((r, i) => (
            <tr key={i}>
              <th scope="row">{r.name}</th>
              <td className={css.barCell} aria-hidden><i style={{ width: `${((r.value ?? 0) / most) * 100}%` }} /></td>
              <td className="num">{r.cell ? <button type="button" className={css.count} onClick={() => open({ title: `${title} · ${r.name}`, question, cell: r.cell ?? {} })}>{say(r.value).whole}</button> : say(r.value).whole}</td>
              {rows.some((x) => x.note) && <td className={`num ${css.share}`}>{r.note}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && <button type="button" className={css.allRows} onClick={() => setAll(true)}>{t('card.allRows', { count: rows.length })}</button>}
    </div>
  );
}
