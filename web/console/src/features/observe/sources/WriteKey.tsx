import { Button } from 'antd';
import { Check, Copy, Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Tag } from '@/design';
import type { SourceDetail } from '../data';
import css from './sources.module.css';

const masked = (key: string) => (key.includes('…') ? key : `${key.slice(0, 7)}••••••${key.slice(-3)}`);

/** The key by which what is sent is known as this source's. It is masked until asked for; copying needs no look. */
export function WriteKey({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const [shown, setShown] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const hidden = s.write_key.includes('…');
  const old = s.previous_until && new Date(s.previous_until).getTime() > Date.now();
  return (
    <>
      {old && <Tag tone="warn">{t('source.oldKey', { until: f.moment(s.previous_until ?? '') })}</Tag>}
      {s.disabled_at && <Tag>{t('source.off')}</Tag>}
      <span className={css.key_label}>{t('source.key')}</span>
      <span className={css.key}>
        <code>{shown ? s.write_key : masked(s.write_key)}</code>
        {!hidden && (
          <>
            <Button type="text" size="small" aria-label={shown ? t('source.hideKey') : t('source.showKey')} aria-pressed={shown} onClick={() => setShown(!shown)}
              icon={shown ? <EyeOff size={14} strokeWidth={1.5} /> : <Eye size={14} strokeWidth={1.5} />} />
            <Button type="text" size="small" aria-label={copied ? t('source.copied') : t('source.copyKey')} onClick={() => void navigator.clipboard.writeText(s.write_key).then(() => setCopied(true))}
              icon={copied ? <Check size={14} strokeWidth={1.5} /> : <Copy size={14} strokeWidth={1.5} />} />
          </>
        )}
      </span>
    </>
  );
}
