import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Card, Figure, Sentence } from '@/design';
import type { Import } from './data';
import css from './imports.module.css';
import { WorkBar } from './WorkBar';

interface Props { i: Import; onCheck: () => void; onCancel: () => void; onForce?: () => void }

/** The dry run of the whole file: what will come of it. */
export function CheckStep({ i, onCheck, onCancel, onForce }: Props) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const r = i.report;
  if (i.state === 'checking') {
    return <Card title={t('check.running')} note={t('run.leave')} extra={<Button type="text" size="small" onClick={onCancel}>{t('check.cancel')}</Button>}><WorkBar p={i.progress} size={i.size} /></Card>;
  }
  if (!r) {
    return (
      <Card title={t('check.title')}>
        <p className={css.hint}>{t('check.before')}</p>
        {i.failure && <p className={css.wrong} role="alert">{i.failure.message} {i.failure.hint}</p>}
        <div className={css.acts}><Button onClick={onCheck}>{t('check.start')}</Button></div>
      </Card>
    );
  }
  const day = (at: string) => f.day(at) + (f.month(at).slice(0, 4) !== f.month(Date.now()).slice(0, 4) || f.language === 'en' ? ` ${new Date(at).getUTCFullYear()}` : '');
  const most = Math.max(...(r.events ?? []).map((e) => e.count), 1);
  return (
    <>
      <Sentence kind="verdict">{r.made === 0 ? t('check.verdictNone', { rows: f.number(r.rows) }) : t('check.verdict', { rows: f.number(r.rows), events: f.number(r.made), persons: f.number(r.persons), from: day(r.from), to: day(r.to) })}</Sentence>
      {onForce && <div className={css.lacks} role="alert"><span>{t('check.mostBad')}</span> <Button size="small" onClick={onForce}>{t('check.force')}</Button></div>}
      <Card title={t('check.title')} note={`${t('check.when', { ago: f.ago(r.at) })} · ${t('check.took', { time: took(r.took_ms, f.number) })}`} extra={<Button type="text" size="small" onClick={onCheck}>{t('check.again')}</Button>}>
        <div className={css.figures}>
          <Figure label={t('check.rows')} value={f.number(r.rows)} />
          <Figure label={t('check.events')} value={f.number(r.made)} note={r.existing > 0 ? t('check.eventsNote', { count: r.existing }) : undefined} />
          <Figure label={t('check.persons')} value={f.number(r.persons)} note={t('check.fresh', { count: r.fresh })} />
          <Figure label={t('check.bad')} value={f.number(r.bad)} tone={r.bad > 0 ? 'bad' : undefined} />
          <Figure label={t('check.skipped')} value={f.number(r.skipped)} />
          <Figure label={t('check.repeated')} value={f.number(r.repeated)} />
        </div>
      </Card>
      {(r.events?.length ?? 0) > 0 && (
        <Card title={t('check.byName')}>
          <ul className={css.names}>
            {r.events?.slice(0, 12).map((e) => <li key={e.event}><span className="mono">{e.event}</span><i aria-hidden><b style={{ width: `${(100 * e.count) / most}%` }} /></i><span className="num">{f.number(e.count)}</span></li>)}
          </ul>
        </Card>
      )}
    </>
  );
}

const took = (ms: number, number: (n: number, digits?: number) => string) => (ms < 60_000 ? `${number(ms / 1000, 1)} s` : `${number(ms / 60_000, 1)} min`);
