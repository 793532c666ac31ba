import { useTranslation } from 'react-i18next';
import { Lightbulb } from 'lucide-react';

import { examplesOf } from './examples';
import type { Schema } from './model';
import css from './start.module.css';

/** Before anything was run: what there is, and statements to begin with. */
export function Start({ schema, onChoose }: { schema: Schema | undefined; onChoose: (sql: string) => void }) {
  const { t } = useTranslation('sql');
  const alias = { people: t('alias.people'), events: t('alias.events'), bought: t('alias.bought'), week: t('alias.week') };
  return (
    <section className={css.start}>
      <h2>{t('ready')}</h2>
      <p>{t('readyHint')}</p>
      <h3><Lightbulb size={14} strokeWidth={1.5} aria-hidden />{t('examples')}</h3>
      <ul>
        {examplesOf(schema, alias).map(({ name, sql }) => (
          <li key={name}><button type="button" onClick={() => onChoose(sql)}><b>{t(`example.${name}`)}</b><code>{sql.replace(/\s+/g, ' ')}</code></button></li>
        ))}
      </ul>
    </section>
  );
}
