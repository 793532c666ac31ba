import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Status, type Tone } from '@/design';
import type { Import, State } from './data';
import css from './imports.module.css';

export const toneOf: Record<State, Tone> = {
  uploading: 'info', refused: 'bad', draft: 'warn', checking: 'info', queued: 'info', running: 'info', paused: 'warn', interrupted: 'warn',
  failed: 'bad', cancelled: 'neutral', done: 'good', undoing: 'info', undone: 'neutral',
};

/** One import of the list. */
export function ImportRow({ of }: { of: Import }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const to = useTo();
  const go = useNavigate();
  const p = of.progress;
  const rows = p?.rows || of.rows || of.report?.rows || 0;
  const number = (n: number, show: boolean) => <td className={`num ${css.right}`}>{show ? f.number(n) : '—'}</td>;
  const began = of.state !== 'uploading' && of.state !== 'refused' && of.state !== 'draft';
  const path = to(`imports/${of.number}`);
  return (
    <tr className={css.row} onClick={() => void go(path)}>
      <td>
        <Link to={path} className={css.name} onClick={(e) => e.stopPropagation()}>{of.name}</Link>
        <span className="caption num">{of.size > 0 ? f.bytes(of.size) : ''}</span>
      </td>
      <td>
        <Status tone={toneOf[of.state]}>{t(`state.${of.state}`)}</Status>
        {p && p.share > 0 && p.share < 1 && <span className={`caption num ${css.share}`}>{f.percent(p.share, 0)}</span>}
        {of.state === 'uploading' && <span className={`caption num ${css.share}`}>{f.percent(of.received / Math.max(of.size, 1), 0)}</span>}
      </td>
      {number(rows, rows > 0)}
      {number(p?.written || of.written, began)}
      {number(p?.bad || of.bad, began)}
      <td className="ink3">{f.ago(of.finished ?? of.updated)}</td>
    </tr>
  );
}
