import { ArrowRight, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Wait } from '@/app/feature';
import { useTo } from '@/app/session';
import { Card, Tag } from '@/design';
import css from './today.module.css';

/** Who needs us: each with its one next step. */
export function Waiting({ items }: { items: Wait[] }) {
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
