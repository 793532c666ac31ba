import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSeen, type EventSeen } from '@/app/catalogue';
import { useFormat } from '@/app/session';
import { any, list } from '../model/question';
import css from './editor.module.css';
import { Picker, type Choice } from './Picker';

interface Props {
  chosen: readonly string[];
  onChange: (names: string[]) => void;
  onDone: () => void;
  /** "Any activity" can be chosen as well. */
  anything?: boolean;
  /** Several always, such as names to leave out. */
  several?: boolean;
}

/** Events that were really seen, the most frequent first, with what they are called and how often they came. */
export function EventPicker({ chosen, onChange, onDone, anything, several }: Props) {
  const { t } = useTranslation('insights');
  const f = useFormat();
  const events = useSeen();
  const [multi, setMulti] = useState(several || chosen.length > 1);
  const row = (e: EventSeen): Choice => ({ key: e.name, name: e.title || e.name, code: e.title ? e.name : undefined, note: e.passive ? t('edit.passive') : e.description, aside: t('edit.times', { n: f.short(e.last_30d) }) });
  const all = list(events.data?.events).filter((e) => !e.hidden || chosen.includes(e.name));
  const choices: Choice[] = [...(anything && !multi ? [{ key: any, name: t('anything') }] : []), ...all.filter((e) => !e.passive).map(row), ...all.filter((e) => e.passive).map(row)];
  const choose = (name: string) => {
    if (!multi) { onChange([name]); onDone(); return; }
    onChange(chosen.includes(name) ? chosen.filter((c) => c !== name) : [...chosen.filter((c) => c !== any), name]);
  };
  return (
    <Picker choices={choices} chosen={chosen} onChoose={choose} placeholder={t('edit.search')} multi={multi} pending={events.isPending} own={(text) => ({ key: text, name: t('edit.useTyped', { text }) })}
      empty={events.error ? t('edit.failedNames') : all.length === 0 ? t('edit.nothingSeen') : undefined}
      foot={<div className={css.foot}>{!several && <Checkbox checked={multi} onChange={(e) => setMulti(e.target.checked)}>{t('edit.alsoAny')}</Checkbox>}<span className={css.caption}>{t('edit.last30')}</span>{multi && <Button size="small" onClick={onDone}>{t('edit.done')}</Button>}</div>} />
  );
}
