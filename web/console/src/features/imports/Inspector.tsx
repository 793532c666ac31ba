import { Download, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import type { Import, Mapping, Sheet } from './data';
import { downloadErrors } from './download';
import { EventCard } from './EventCard';
import css from './imports.module.css';
import { ProblemRow } from './ProblemRow';

interface Props { i: Import; sheet: Sheet; report: Schemas['ImporterReport'] | undefined; onChange: (m: Mapping) => void }

/** What a row becomes, and which rows become nothing and why. With a report it speaks of the whole file. */
export function Inspector({ i, sheet, report, onChange }: Props) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const of = report ?? sheet.draft;
  const problems = of?.problems ?? [];
  const whole = report !== undefined || sheet.draft?.whole === true;
  const rows = (of?.rows ?? 0) - (of?.skipped ?? 0);
  return (
    <aside className={css.inspector} aria-label={t('row.title')}>
      <EventCard sheet={sheet} all={i.report?.rows ?? (sheet.draft?.whole ? sheet.draft.rows : undefined)} />
      {of && (
        <section className={css.problems}>
          <header>
            <h2>{t('problem.title')}</h2>
            <span className="caption num">{of.bad > 0 ? t('problem.share', { bad: f.number(of.bad), all: f.number(of.rows), share: f.percent(of.bad / Math.max(rows, 1), 2) }) : ''}{of.bad > 0 && !whole ? ` · ${t('problem.sample', { rows: f.number(of.rows) })}` : ''}</span>
          </header>
          {of.bad === 0 && <p className={css.fine}>{whole ? t('problem.none') : t('problem.noneSample', { rows: f.number(of.rows) })}</p>}
          <ul>{problems.map((p) => <ProblemRow key={`${p.reason} ${p.column ?? ''}`} p={p} m={sheet.mapping} onChange={i.state === 'draft' ? onChange : undefined} />)}</ul>
          {of.skipped > 0 && <p className={css.aside}>{t('problem.skipped', { count: of.skipped })}</p>}
          {of.repeated > 0 && <p className={css.aside}>{t('problem.repeated', { count: of.repeated })}</p>}
          {report && report.bad > 0 && <button type="button" className={css.download} onClick={() => void downloadErrors(i)}><Download size={14} strokeWidth={1.5} aria-hidden />{t('problem.download', { count: report.bad })}</button>}
        </section>
      )}
      <p className={css.safe}><ShieldCheck size={14} strokeWidth={1.5} aria-hidden />{t('foot.safe')}</p>
    </aside>
  );
}
