import { Button } from 'antd';
import { Lock, Sprout, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';
import css from './states.module.css';

interface PanelProps { icon: ReactNode; tone: 'good' | 'bad' | 'info'; title: ReactNode; children?: ReactNode; actions?: ReactNode; code?: string; height?: number }

/** Why there is nothing to see, and what to do: the same height as what it stands for. */
function Panel({ icon, tone, title, children, actions, code, height }: PanelProps) {
  return (
    <div className={css.panel} style={{ minHeight: height }} role={tone === 'bad' ? 'alert' : undefined}>
      <span className={`${css.icon} ${css[tone]}`} aria-hidden>{icon}</span>
      <h3 className={css.title}>{title}</h3>
      {children && <p className={css.text}>{children}</p>}
      {(actions || code) && <div className={css.actions}>{actions}{code && <span className={`mono ${css.code}`}>{code}</span>}</div>}
    </div>
  );
}

/** Nothing there yet: why, and the next step. */
export function Empty({ title, children, actions, height }: { title: ReactNode; children?: ReactNode; actions?: ReactNode; height?: number }) {
  return <Panel icon={<Sprout size={18} strokeWidth={1.5} />} tone="good" title={title} actions={actions} height={height}>{children}</Panel>;
}

/** What one may not see, and what one can instead. */
export function NoRight({ title, children, actions, height }: { title: ReactNode; children?: ReactNode; actions?: ReactNode; height?: number }) {
  return <Panel icon={<Lock size={18} strokeWidth={1.5} />} tone="info" title={title} actions={actions} height={height}>{children}</Panel>;
}

/** What failed, what to do, and the code that follows it into the server's log. */
export function Failed({ error, onRetry, height, actions }: { error: unknown; onRetry?: () => void; height?: number; actions?: ReactNode }) {
  const { t } = useTranslation('design');
  const e = error instanceof ApiError ? error : null;
  if (e?.code === 'forbidden') return <NoRight title={t('forbidden')} actions={actions} height={height}>{said(e)}</NoRight>;
  const offline = e?.code === 'unreachable';
  return (
    <Panel
      icon={<Unplug size={18} strokeWidth={1.5} />} tone="bad" height={height}
      title={offline ? t('unreachable') : e?.code === 'not_found' ? t('notFound') : t('failed')}
      code={e?.request || e?.code}
      actions={<>{actions}{onRetry && <Button size="small" onClick={onRetry}>{t('retry')}</Button>}</>}
    >
      {offline ? t('unreachableHint') : e ? said(e) : String(error)}
    </Panel>
  );
}

const said = (e: ApiError): string => [e.field && `${e.field}:`, e.message, e.hint && `(${e.hint})`].filter(Boolean).join(' ');

/** Bars where the picture will be; words after 0.3 s, no spinner. */
export function Skeleton({ height = 240, kind = 'bars', words }: { height?: number; kind?: 'bars' | 'rows' | 'line'; words?: ReactNode }) {
  const { t } = useTranslation('design');
  return (
    <div className={css.skeleton} style={{ height }} role="status">
      <span className={css.wait}>{words ?? t('loading')}</span>
      {kind === 'bars' && <div className={css.bars} aria-hidden>{[42, 54, 46, 61, 72, 58, 66, 74, 70, 84, 78, 90].map((h, i) => <i key={i} style={{ height: `${h}%` }} />)}</div>}
      {kind === 'rows' && <div className={css.rows} aria-hidden>{Array.from({ length: Math.max(2, Math.floor((height - 40) / 40)) }, (_, i) => <i key={i} style={{ width: `${92 - ((i * 17) % 40)}%` }} />)}</div>}
      {kind === 'line' && <div className={css.rows} aria-hidden><i style={{ width: '40%' }} /></div>}
    </div>
  );
}
