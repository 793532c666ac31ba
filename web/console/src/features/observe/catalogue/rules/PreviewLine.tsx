import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';
import { useFormat } from '@/app/session';
import { Skeleton } from '@/design';
import { textOf } from '../../live/say';
import css from './rules.module.css';
import type { Preview } from './useRules';
import { useMarkWords } from './words';

/** What the rules would have hit in the last days, as one sentence and by rule. */
export function PreviewLine({ preview: p, error }: { preview?: Preview; error: Error | null }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const words = useMarkWords();
  if (error) return <p className={`${css.preview} ${css.wrong}`} role="status">{error instanceof ApiError ? [error.field, error.message, error.hint].filter(Boolean).join(' · ') : String(error)}</p>;
  if (!p) return <Skeleton kind="rows" height={64} />;
  const share = p.events > 0 ? p.hit / p.events : 0;
  return (
    <section className={css.preview} aria-label={t('rules.preview')}>
      <p role="status"><b className="num">{p.events === 0 ? t('rules.nothingSeen') : p.hit === 0 ? t('rules.hitNone', { count: p.events, all: f.number(p.events) }) : t('rules.hit', { count: p.events, hit: f.number(p.hit), all: f.number(p.events) })}</b>
        {p.held > 0 && <span>{t('rules.held', { count: p.held, held: f.number(p.held) })}</span>}</p>
      {p.events > 0 && <i className={css.track} aria-hidden><i style={{ width: `${Math.max(share * 100, p.hit > 0 ? 1 : 0)}%` }} /></i>}
      {(p.rules ?? []).length > 0 && (
        <ul className={css.hits}>{(p.rules ?? []).slice(0, 6).map((h) => (
          <li key={`${h.reason} ${h.property}`}><span className={css.mark}>{h.property && <code>{h.property}</code>}<span>{words(h.reason).title}</span></span><span className={css.examples}>{(h.examples ?? []).map(textOf).join(t('comma'))}</span><b className="num">{f.number(h.events)}</b></li>
        ))}</ul>
      )}
    </section>
  );
}
