import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CircleCheck, Hourglass, ShieldAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, body } from '@/api/client';
import { useFormat, useTo, useWorkspace } from '@/app/session';
import { Card, Tag } from '@/design';
import css from './today.module.css';

export interface Waits { key: string; icon: LucideIcon; urgent: boolean; title: string; when?: string; text: string; action?: { label: string; path: string } }

/** What needs somebody now, from what the product itself sees. Each has its one next step. */
export function useWaiting(): Waits[] {
  const { t } = useTranslation('today');
  const f = useFormat();
  const { slug } = useWorkspace();
  const quarantine = useQuery({ queryKey: ['quarantine-reasons', slug], refetchInterval: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/quarantine', { params: { query: { limit: 1 } }, signal })) });
  const status = useQuery({ queryKey: ['status', slug], queryFn: async ({ signal }) => body(await api.GET('/api/v1/status', { signal }))?.find((s) => s.workspace === slug) ?? null });
  const items: Waits[] = [];
  const held = quarantine.data?.reasons?.reduce((n, r) => n + r.events, 0) ?? 0;
  const newest = quarantine.data?.events?.[0];
  if (held > 0 && newest) {
    items.push({ key: 'quarantine', icon: ShieldAlert, urgent: false, title: t('wait.quarantine', { count: held, formatted: f.number(held) }), when: f.ago(newest.received), text: t('wait.quarantineText', { reason: newest.reason, event: newest.name || '—' }) });
  }
  const s = status.data;
  if (s && s.behind > 100) items.push({ key: 'behind', icon: Hourglass, urgent: true, title: t('wait.behind'), text: t('wait.behindText', { count: s.behind, formatted: f.number(s.behind) }) });
  return items;
}

export function Waiting({ items }: { items: Waits[] }) {
  const { t } = useTranslation('today');
  const to = useTo();
  const urgent = items.filter((i) => i.urgent).length, look = items.length - urgent;
  return (
    <Card flush className={`${css.waiting} ${items.length === 0 ? css.idle : ''}`} title={t('who')} note={<>{urgent > 0 && <Tag tone="bad">{t('urgent', { count: urgent })}</Tag>} {look > 0 && <Tag tone="warn">{t('toLook', { count: look })}</Tag>}</>}>
      {items.length === 0 && <div className={css.calm}><CircleCheck size={18} strokeWidth={1.5} aria-hidden /><p>{t('nobody')}</p><p className="caption">{t('nobodyNote')}</p></div>}
      <ul>
        {items.map((i) => (
          <li key={i.key} className={css.item}>
            <span className={i.urgent ? css.urgent : css.look} aria-hidden><i.icon size={16} strokeWidth={1.5} /></span>
            <div>
              <div className={css.itemHead}><b>{i.title}</b>{i.when && <span className="caption">{i.when}</span>}</div>
              <p>{i.text}</p>
              {i.action && <Link to={to(i.action.path)} className={css.act}>{i.action.label}<ArrowRight size={14} strokeWidth={1.5} aria-hidden /></Link>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
