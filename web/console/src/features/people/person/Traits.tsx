import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Card } from '@/design';
import { useLabels } from '../label';
import type { Person } from './PersonPage';
import css from './person.module.css';
import { shown } from './shown';

/** What is known of the person, each with when it was said and by which event. */
export function Traits({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  const f = useFormat(), labels = useLabels();
  const traits = p.traits ?? [];
  return (
    <Card title={t('one.traits')} note={traits.length > 0 ? String(traits.length) : undefined} extra={p.masked && <span className="caption" title={t('masked')}><LockKeyhole size={13} strokeWidth={1.5} aria-label={t('masked')} /></span>}>
      {traits.length === 0 ? <p className={css.nothing}>{t('one.traitsNone')}</p> : (
        <dl className={css.list}>
          {traits.map((x) => (
            <div key={x.name} className={css.pair}>
              <dt title={x.name}>{labels.trait(x.name)}</dt>
              <dd>{typeof x.value === 'boolean' ? t(x.value ? 'yes' : 'no') : shown(x.value)}
                <span className={css.when}>{x.event ? t('one.traitFrom', { when: f.ago(x.at), event: x.event }) : t('one.traitWhen', { when: f.ago(x.at) })}</span></dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
