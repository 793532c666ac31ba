import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Failed, Figure, Skeleton } from '@/design';
import css from './catalogue.module.css';
import { NoteForm } from './NoteForm';
import { Panel } from './Panel';
import { Fill, Types } from './Types';
import { useProperty } from './useCatalogue';
import { Values } from './Values';

/** One property: on which events, of what types, with which values. */
export function PropertyPanel({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const query = useProperty(name);
  const p = query.data?.property, values = query.data?.values;
  return (
    <Panel title={p?.title || name} code={p?.title ? name : undefined} onClose={onClose}>
      {query.isPending && <Skeleton kind="rows" height={420} />}
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} height={300} />}
      {p && values && (
        <>
          <NoteForm kind="properties" of={p} />
          <div className={css.figures}>
            <Figure label={t('cat.carry')} value={f.number(p.events)} />
            <Figure label={t('cat.fill')} value={f.percent(p.fill, p.fill < 0.1 ? 1 : 0)} />
            <Figure label={t('cat.distinct')} value={`${f.number(values.distinct)}${values.at_least ? '+' : ''}`} />
          </div>
          <p><Types types={p.types ?? []} /></p>
          <Values property={name} event="" />
          <h3>{t('cat.carriers')}</h3>
          <ul className={css.carried}>{(query.data?.carriers ?? []).map((c) => (
            <li key={c.event} className={css.carrier}><Link to={to(`catalogue/events?open=${encodeURIComponent(c.event)}`)}>{c.title || c.event}{c.title && <code>{c.event}</code>}</Link><span className="num">{f.number(c.events)}</span><Fill share={c.fill} /></li>
          ))}</ul>
        </>
      )}
    </Panel>
  );
}
