import { Button, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { list, type Filter } from '../model/question';
import { useNames, useProperties, useValues } from '../names';
import css from './editor.module.css';
import { Picker, type Choice } from './Picker';
import { Pop } from './Pop';
import { PropertyPicker } from './PropertyPicker';

interface Props { filters: readonly Filter[] | null | undefined; onChange: (filters: Filter[], tag?: string) => void; /** Whose properties are offered; all without. */ event?: string; /** The add button as a small plus. */ compact?: boolean; /** The list of properties is asked for from outside. */ adding?: boolean; onAdding?: (on: boolean) => void }

/** Conditions that all must hold, each a chip that opens. */
export function Filters({ filters, onChange, event, compact, adding: asked, onAdding }: Props) {
  const { t } = useTranslation('insights');
  const all = list(filters);
  const [own, setOwn] = useState(false);
  const adding = asked ?? own, setAdding = onAdding ?? setOwn;
  const [fresh, setFresh] = useState(-1);
  const set = (i: number, f: Filter | null, tag?: string) => onChange(f ? all.map((x, n) => (n === i ? f : x)) : all.filter((_, n) => n !== i), tag);
  const add = (property: string) => { setAdding(false); setFresh(all.length); onChange([...all, { property, op: 'eq', values: [] }]); };
  return (
    <div className={css.filters}>
      {all.map((f, i) => <FilterChip key={`${i}${f.property}`} filter={f} event={event} fresh={i === fresh} onChange={(next, tag) => set(i, next, tag)} />)}
      <Pop open={adding} onOpen={setAdding} content={<PropertyPicker event={event} chosen="" onChoose={add} />}>
        {compact ? <button type="button" className={css.plus} aria-label={t('edit.addFilter')}><Plus size={14} strokeWidth={1.5} /></button> : <Button size="small" type="text" icon={<Plus size={14} strokeWidth={1.5} />}>{t('edit.addFilter')}</Button>}
      </Pop>
    </div>
  );
}

const ops: Filter['op'][] = ['eq', 'ne', 'contains', 'not_contains', 'starts_with', 'gt', 'gte', 'lt', 'lte', 'between', 'set', 'not_set'];
const single = new Set<Filter['op']>(['gt', 'gte', 'lt', 'lte']);
const numeric = new Set<Filter['op']>(['gt', 'gte', 'lt', 'lte', 'between']);

function FilterChip({ filter, event, fresh, onChange }: { filter: Filter; event?: string; fresh: boolean; onChange: (f: Filter | null, tag?: string) => void }) {
  const { t } = useTranslation('insights');
  const names = useNames();
  const [open, setOpen] = useState(fresh);
  const values = list(filter.values);
  const none = filter.op === 'set' || filter.op === 'not_set';
  const setOp = (op: Filter['op']) => onChange({ ...filter, op, values: op === 'set' || op === 'not_set' ? [] : numeric.has(op) ? values.filter((v) => typeof v === 'number').slice(0, op === 'between' ? 2 : 1) : [...values] });
  return (
    <span className={css.filter}>
      <Pop open={open} onOpen={setOpen} content={
        <div className={css.filterPop}>
          <div className={css.filterHead}>
            <b>{names.property(filter.property)}</b>
            <Select size="small" value={filter.op} onChange={setOp} options={ops.map((o) => ({ value: o, label: t(`op.${o}`) }))} popupMatchSelectWidth={false} aria-label={names.property(filter.property)} />
          </div>
          {!none && (numeric.has(filter.op) ? <NumberValues filter={filter} onChange={onChange} /> : <Values filter={filter} event={event} onChange={onChange} onDone={() => setOpen(false)} />)}
        </div>
      }>
        <button type="button" className={css.filterOpen}>
          <span className={css.chip}>{names.property(filter.property)}</span><span className={css.op}>{t(`op.${filter.op}`)}</span>
          {values.slice(0, 3).map((v, i) => <span key={i} className={css.value}>{typeof v === 'boolean' ? t(v ? 'yes' : 'no') : String(v)}</span>)}
          {values.length > 3 && <span className={css.value}>+{values.length - 3}</span>}
          {values.length === 0 && !none && <span className={css.wanted}>{t('edit.chooseValue')}</span>}
        </button>
      </Pop>
      <button type="button" className={css.x} aria-label={t('edit.removeFilter')} onClick={() => onChange(null)}><X size={12} strokeWidth={1.5} /></button>
    </span>
  );
}

/** Values as the events have them: a number stays a number. */
function Values({ filter, event, onChange, onDone }: { filter: Filter; event?: string; onChange: (f: Filter, tag?: string) => void; onDone: () => void }) {
  const { t } = useTranslation('insights');
  const f = useFormat();
  const [search, setSearch] = useState('');
  const found = useValues(filter.property, event, search);
  const types = list(useProperties(event).data?.properties).find((p) => p.name === filter.property)?.types;
  const asNumber = list(types)[0]?.type === 'number';
  const seen = list(found.data?.values);
  const chosen = list(filter.values);
  const key = (v: unknown) => JSON.stringify(v);
  const choices: Choice[] = [
    ...chosen.filter((v) => !seen.some((s) => key(s.value) === key(v))).map((v) => ({ key: key(v), name: String(v) })),
    ...seen.map((v) => ({ key: key(v.value), name: typeof v.value === 'boolean' ? t(v.value ? 'yes' : 'no') : String(v.value), aside: f.short(v.events) })),
  ];
  const own = (text: string): Choice => ({ key: key(asNumber && text !== '' && Number.isFinite(Number(text)) ? Number(text) : text), name: t('edit.useTyped', { text }) });
  const choose = (k: string) => {
    const value: unknown = JSON.parse(k);
    if (single.has(filter.op)) { onChange({ ...filter, values: [value] }); onDone(); return; }
    onChange({ ...filter, values: chosen.some((v) => key(v) === k) ? chosen.filter((v) => key(v) !== k) : [...chosen, value] });
  };
  return <Picker choices={choices} chosen={chosen.map(key)} onChoose={choose} placeholder={t('edit.searchValue')} onSearch={setSearch} own={own} multi pending={found.isPending} empty={found.error ? t('edit.failedNames') : undefined}
    foot={<div className={css.foot}><span className={css.caption}>{t('edit.multi')}</span><Button size="small" onClick={onDone}>{t('edit.done')}</Button></div>} />;
}

function NumberValues({ filter, onChange }: { filter: Filter; onChange: (f: Filter, tag?: string) => void }) {
  const { t } = useTranslation('insights');
  const two = filter.op === 'between';
  const [texts, setTexts] = useState(() => list(filter.values).map(String));
  const set = (i: number, text: string) => {
    const next = two ? [texts[0] ?? '', texts[1] ?? ''] : [texts[0] ?? ''];
    next[i] = text;
    setTexts(next);
    const numbers = next.filter((x) => x.trim() !== '').map(Number);
    if (numbers.every(Number.isFinite)) onChange({ ...filter, values: numbers }, `value ${filter.property}`);
  };
  return (
    <div className={css.numbers}>
      {(two ? [0, 1] : [0]).map((i) => <input key={i} autoFocus={i === 0} type="number" step="any" value={texts[i] ?? ''} onChange={(e) => set(i, e.target.value)} aria-label={t('edit.chooseValue')} className={css.input} />)}
    </div>
  );
}
