import { AutoComplete, Button } from 'antd';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { useNames, type Mapping, type Sheet } from './data';
import css from './imports.module.css';

interface Props { m: Mapping; values: NonNullable<Sheet['values']>; onChange: (m: Mapping) => void }

const most = 12;

/** What the event column says, and which event each value becomes. */
export function ValueRow({ m, values, onChange }: Props) {
  const { t } = useTranslation('imports');
  const shown = values.slice(0, most);
  const set = (value: string, name: string | undefined) => {
    const rest = Object.fromEntries(Object.entries(m.event_names ?? {}).filter(([v]) => v !== value));
    onChange({ ...m, event_names: name === undefined ? rest : { ...rest, [value]: name } });
  };
  return (
    <tr className={css.valuesRow}>
      <td />
      <td />
      <td colSpan={4}>
        <ul className={css.values}>
          {shown.map((v) => <Value key={v.value} v={v} name={m.event_names?.[v.value]} onSet={(n) => set(v.value, n)} />)}
          {values.length > most && <li className="caption">{t('map.value.more', { count: values.length - most })}</li>}
        </ul>
      </td>
    </tr>
  );
}

function Value({ v, name, onSet }: { v: Props['values'][number]; name: string | undefined; onSet: (name: string | undefined) => void }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const names = useNames();
  const [typed, setTyped] = useState(name ?? '');
  const commit = (text: string) => { if (text.trim() !== (name ?? '')) onSet(text.trim() === '' || text.trim() === v.value ? undefined : text.trim()); };
  const skipped = name === '';
  return (
    <li className={css.value}>
      <span className={`${css.chip} ${v.value === '' ? css.chipEmpty : ''}`}>{v.value || t('map.value.empty')} <span className="num">{f.number(v.rows)}</span></span>
      <ArrowRight size={13} strokeWidth={1.5} aria-hidden />
      {skipped ? <span className="ink3">{t('map.value.leave')}</span> : (
        <AutoComplete defaultActiveFirstOption={false}
          size="small" className={css.valueName} value={typed} placeholder={v.value === '' ? t('map.value.choose') : t('map.value.keep')} aria-label={t('map.value.label', { value: v.value || t('map.value.empty') })} maxLength={200}
          onChange={setTyped} onSelect={(s: string) => commit(s)} onBlur={() => commit(typed)} onInputKeyDown={(e) => { if (e.key === 'Enter') commit(typed); }}
          showSearch={{ filterOption: (text, o) => String(o?.value).toLowerCase().includes(text.toLowerCase()) }}
          options={(names.data?.events ?? []).filter((e) => !e.startsWith('$')).map((value) => ({ value }))}
        />
      )}
      <Button type="link" size="small" onClick={() => { setTyped(''); onSet(skipped ? undefined : ''); }}>{skipped ? t('problem.act.undo') : t('map.value.leave')}</Button>
    </li>
  );
}
