import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { Check, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body, type Schemas } from '@/api/client';
import { CopyButton, Failed, Skeleton, Tag } from '@/design';
import { formatOf } from '@/format';
import { useLanguage } from '@/app/preferences';
import css from '../setup.module.css';
import { useArrivals } from './place';
import { serverSnippet, webSnippet } from './snippets';

type Where = 'web' | 'server';

/** The code to paste, and whether something has come of it; it looks every two seconds. */
export function ConnectPanel({ place }: { place: Schemas['AuthMembership'] }) {
  const { t } = useTranslation('entry');
  const [where, setWhere] = useState<Where>('web');
  const rows = useArrivals().data ?? 0;
  const sources = useQuery({
    queryKey: ['setup', 'sources', place.slug],
    queryFn: async ({ signal }) => body(await api.GET('/api/workspaces/{workspace}/sources', { params: { path: { workspace: place.id } }, signal })) ?? [],
  });
  if (sources.isPending) return <aside className={css.panel}><Skeleton kind="rows" height={280} /></aside>;
  if (sources.error) return <aside className={css.panel}><Failed height={280} error={sources.error} onRetry={() => void sources.refetch()} /></aside>;
  const source = sources.data.find((s) => !s.disabled_at);
  const snippet = source ? (where === 'web' ? webSnippet : serverSnippet)(location.origin, source.write_key) : '';
  const done = rows > 0;
  return (
    <aside className={css.panel} aria-label={place.name}>
      <div className={css.panel_head}><b>{place.name}</b>{done ? <Tag tone="good">{t('setup.data.arrived')}</Tag> : <Tag outlined>{t('setup.data.waiting')}</Tag>}</div>
      <p className="caption">{t('setup.data.about', { zone: place.zone, currency: place.currency })}</p>
      {!source ? <p className="caption">{t('setup.data.noSource')}</p> : (
        <>
          <div className={css.code_head}>
            <Segmented<Where> size="small" value={where} onChange={setWhere} options={[{ value: 'web', label: t('setup.data.web') }, { value: 'server', label: t('setup.data.server') }]} />
            <CopyButton text={snippet} />
          </div>
          <pre className={css.code} tabIndex={0} aria-label={t('setup.data.snippet')}>{snippet}</pre>
          <ul className={css.checks}>
            <Step done>{t('setup.data.keyReady')}</Step>
            <Step done={done}>{t(where === 'web' ? 'setup.data.pasteWeb' : 'setup.data.pasteServer')}</Step>
            <Step done={done}>{t(where === 'web' ? 'setup.data.openPage' : 'setup.data.sendOne')}</Step>
          </ul>
        </>
      )}
      <First rows={rows} />
    </aside>
  );
}

function Step({ done, children }: { done?: boolean; children: string }) {
  return <li>{done ? <Check className={css.yes} size={16} strokeWidth={1.5} aria-hidden /> : <CircleDashed size={16} strokeWidth={1.5} aria-hidden />}{children}</li>;
}

function First({ rows }: { rows: number }) {
  const { t } = useTranslation('entry');
  const f = formatOf(useLanguage(), 'UTC');
  return (
    <div className={css.first} role="status">
      {rows > 0 ? <span className={`${css.pulse} ${css.lit}`}><Check size={15} strokeWidth={1.5} aria-hidden /></span> : <span className={css.pulse}><i /></span>}
      <div>{t(rows > 0 ? 'setup.data.came' : 'setup.data.wait')}<p>{rows > 0 ? t('setup.data.cameHint', { count: rows, n: f.number(rows) }) : t('setup.data.waitHint')}</p></div>
    </div>
  );
}
