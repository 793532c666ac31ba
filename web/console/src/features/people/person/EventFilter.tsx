import { Button, Checkbox, Input, Popover } from 'antd';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { useLabels } from '../label';
import css from './timeline.module.css';

interface Props { names: Schemas['PeopleEventCount'][]; chosen: string[]; onChange: (events: string[]) => void }

/** Which of the person's events are shown. */
export function EventFilter({ names, chosen, onChange }: Props) {
  const { t } = useTranslation('people');
  const f = useFormat(), labels = useLabels();
  const [text, setText] = useState('');
  const low = text.trim().toLowerCase();
  const toggle = (event: string) => onChange(chosen.includes(event) ? chosen.filter((c) => c !== event) : [...chosen, event]);
  const list = (
    <div className={css.filter} role="group" aria-label={t('one.filter')}>
      {names.length > 8 && <Input size="small" allowClear value={text} placeholder={t('one.filterSearch')} aria-label={t('one.filterSearch')} onChange={(e) => setText(e.target.value)} />}
      {names.filter((n) => `${n.event} ${labels.event(n.event)}`.toLowerCase().includes(low)).map((n) => (
        <label key={n.event}><Checkbox checked={chosen.includes(n.event)} onChange={() => toggle(n.event)} /><span>{labels.event(n.event)}</span><small className="num">{f.number(n.events)}</small></label>
      ))}
      {chosen.length > 0 && <Button size="small" type="text" onClick={() => onChange([])}>{t('one.filterAll')}</Button>}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={list}>
      <Button size="small" type={chosen.length > 0 ? 'default' : 'text'} icon={<ListFilter size={15} strokeWidth={1.5} />} aria-label={t('one.filter')}>{chosen.length > 0 ? chosen.length : undefined}</Button>
    </Popover>
  );
}
