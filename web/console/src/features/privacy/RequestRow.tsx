import { Button } from 'antd';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Status } from '@/design';
import { isStore, saveReceipt, steps, type Request } from './data';
import css from './privacy.module.css';

/** A request: where it stands, and its receipt. */
export function RequestRow({ request: r, first }: { request: Request; first: boolean }) {
  const { t } = useTranslation('privacy');
  const f = useFormat();
  const took = r.finished && r.started ? (Date.parse(r.finished) - Date.parse(r.started)) / 1000 : 0;
  const at = steps.findIndex((s) => s === r.step);
  return (
    <li>
      <details className={css.request} open={first || r.state !== 'done'}>
        <summary>
          <b className="num">{t('person', { number: r.person })}</b>
          <Status tone={r.state === 'done' ? 'good' : r.failure ? 'warn' : 'info'}>{r.failure && r.state !== 'done' ? t('again') : t(`state.${r.state}`)}</Status>
          <span className={css.when}>{f.ago(r.created)}</span>
        </summary>
        {r.state === 'running' && (
          <ol className={css.steps} aria-label={t('progress')}>
            {steps.map((s, i) => <li key={s} className={i < at ? css.past : i === at ? css.now : ''} aria-current={i === at ? 'step' : undefined}>{t(`step.${s}`)}</li>)}
          </ol>
        )}
        {r.failure && <p className={css.failure} role="alert">{r.failure}</p>}
        {r.receipt && r.state === 'done' && <Receipt request={r} took={took} />}
      </details>
    </li>
  );
}

function Receipt({ request: r, took }: { request: Request; took: number }) {
  const { t } = useTranslation('privacy');
  const f = useFormat();
  const search = r.receipt?.search;
  return (
    <div className={css.receipt}>
      <dl className={css.stores}>
        {(r.receipt?.stores ?? []).map((s) => <div key={s.store}><dt>{isStore(s.store) ? t(`store.${s.store}`) : s.store}</dt><dd className="num">{f.number(s.rows)}</dd></div>)}
      </dl>
      {search && <p>{t('proof', { texts: f.number(search.texts), files: f.number(search.files), size: f.number(Math.max(1, Math.round(search.bytes / 1e6))), count: search.found })}{search.shared > 0 && ` ${t('shared', { count: search.shared })}`}{search.too_short > 0 && ` ${t('short', { count: search.too_short })}`}{` ${t(`database.${search.database}`)}`}</p>}
      <p className={css.foot}>
        <span>{t('done', { when: f.moment(r.finished ?? r.created), took: f.number(Math.max(1, Math.round(took))), days: r.refuse_days })}</span>
        <Button size="small" icon={<Download size={14} strokeWidth={1.5} />} onClick={() => saveReceipt(r)}>{t('receipt')}</Button>
      </p>
    </div>
  );
}
