import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { Card } from '@/design';
import type { Person } from './PersonPage';
import css from './person.module.css';

const parts = ['utm_source', 'utm_medium', 'utm_campaign', 'referring_domain', 'channel', 'referrer', 'url'] as const;

/** Where the person came from, at first and last. */
export function Where({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  return (
    <Card title={t('one.where')}>
      {!p.first_touch && <p className={css.nothing}>{t('one.whereNone')}</p>}
      {p.first_touch && <Touch name={t('one.firstTouch')} touch={p.first_touch} />}
      {p.last_touch && p.last_touch.at !== p.first_touch?.at && <Touch name={t('one.lastTouch')} touch={p.last_touch} />}
    </Card>
  );
}

function Touch({ name, touch }: { name: string; touch: Schemas['PeopleTouchAt'] }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const known = parts.filter((k) => touch[k] && touch[k] !== touch.label);
  return (
    <div className={css.part}>
      <h3><span>{name}</span><span>{f.ago(touch.at)}</span></h3>
      <p>{touch.label}</p>
      {known.length > 0 && <dl className={css.list} style={{ gap: 2, marginTop: 4 }}>{known.map((k) => <div key={k} className={css.pair}><dt>{t(`one.touch.${k}`)}</dt><dd>{touch[k]}</dd></div>)}</dl>}
    </div>
  );
}
