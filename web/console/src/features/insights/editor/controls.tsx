import { Button, InputNumber, Select, Segmented } from 'antd';
import { CircleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import type { Breakdown, Range } from '../model/question';
import { dateOf, lastOf, presets, type Unit } from '../model/range';
import { rangeWords } from '../model/sentence';
import { useNames } from '../names';
import { useEditor, useField } from './context';
import css from './editor.module.css';
import { Pop } from './Pop';
import { PropertyPicker } from './PropertyPicker';

/** A line of the column: icon, name, control; below it what is wrong with it. */
export function Row({ icon, label, field, path, children }: { icon: ReactNode; label: string; field: string; path?: string; children: ReactNode }) {
  const { ref, wrong, isOpen } = useField(field, path);
  return (
    <div ref={ref} className={`${css.row} ${wrong ? css.wrong : ''} ${isOpen ? css.opened : ''}`}>
      <span className={css.rowLabel}>{icon}{label}</span>
      {children}
      {wrong && <span className={css.says} role="alert"><CircleAlert size={12} strokeWidth={1.5} aria-hidden />{wrong.message}{wrong.hint && ` (${wrong.hint})`}</span>}
    </div>
  );
}

interface PickProps<V extends string> { field: string; label: string; value: V; options: readonly { value: V; label: string }[]; onChange: (v: V) => void }

/** One of a few; the sentence's word opens it. */
export function Pick<V extends string>({ field, label, value, options, onChange }: PickProps<V>) {
  const { isOpen, set } = useField(field);
  return <Select<V> className={css.select} value={value} options={[...options]} onChange={(v) => { onChange(v); set(false); }} open={isOpen} onOpenChange={set} aria-label={label} popupMatchSelectWidth={false} />;
}

export function Switch<V extends string>({ label, value, options, onChange }: Omit<PickProps<V>, 'field'>) {
  return <Segmented<V> size="small" value={value} options={[...options]} onChange={onChange} aria-label={label} />;
}

/** A button that looks like a select and opens anything. */
export function Opener({ field, label, text, content, faint }: { field: string; label: string; text: ReactNode; content: (close: () => void) => ReactNode; faint?: boolean }) {
  const { isOpen, set } = useField(field);
  return (
    <Pop open={isOpen} onOpen={set} content={content(() => set(false))}>
      <button type="button" className={`${css.opener} ${isOpen ? css.openerOpen : ''} ${faint ? css.faint : ''}`} aria-label={`${label}: ${typeof text === 'string' ? text : ''}`} aria-expanded={isOpen}>{text}</button>
    </Pop>
  );
}

export function RangeRow({ icon }: { icon: ReactNode }) {
  const { t } = useTranslation('insights');
  const { question, edit } = useEditor();
  const f = useFormat(), names = useNames();
  const label = t('edit.range');
  return (
    <Row icon={icon} label={label} field="range" path="range">
      <Opener field="range" label={label} text={rangeWords(question, { t, f, names })} content={(close) => <RangePanel range={question.range} onChange={(range) => { edit((q) => ({ ...q, range })); close(); }} />} />
    </Row>
  );
}

const units: Unit[] = ['h', 'd', 'w', 'mo'];

/** Spans back from now, or two dates. */
export function RangePanel({ range, onChange }: { range: Range; onChange: (r: Range) => void }) {
  const { t } = useTranslation('insights');
  const f = useFormat();
  const last = lastOf(range);
  const [n, setN] = useState(last?.n ?? 30);
  const [unit, setUnit] = useState<Unit>(last?.unit ?? 'd');
  const today = dateOf(Date.now(), f.zone);
  const [from, setFrom] = useState(range.from?.slice(0, 10) ?? dateOf(Date.now() - 29 * 86_400_000, f.zone));
  const [to, setTo] = useState(range.to?.slice(0, 10) ?? today);
  const say = (text: string) => { const l = lastOf({ last: text })!; return t(`range.${l.unit}`, { count: l.n }); };
  return (
    <div className={css.range}>
      <div className={css.presets}>{presets.map((p) => <button key={p} type="button" aria-pressed={range.last === p} className={range.last === p ? css.currentPreset : ''} onClick={() => onChange({ last: p })}>{say(p)}</button>)}</div>
      <form className={css.line} onSubmit={(e) => { e.preventDefault(); onChange({ last: `${n}${unit}` }); }}>
        <span>{t('edit.lastN')}</span>
        <InputNumber size="small" min={1} max={5000} value={n} onChange={(v) => setN(v ?? 1)} aria-label={t('edit.lastN')} style={{ width: 68 }} />
        <Select size="small" value={unit} onChange={setUnit} options={units.map((u) => ({ value: u, label: t(`unit.${({ h: 'hour', d: 'day', w: 'week', mo: 'month' } as const)[u]}`) }))} aria-label={t('edit.unit')} style={{ width: 84 }} />
        <Button size="small" htmlType="submit">{t('edit.apply')}</Button>
      </form>
      <form className={css.line} onSubmit={(e) => { e.preventDefault(); if (from && to && from <= to) onChange({ from, to }); }}>
        <input type="date" className={css.input} value={from} max={to || undefined} onChange={(e) => setFrom(e.target.value)} aria-label={t('edit.from_')} />
        <input type="date" className={css.input} value={to} min={from || undefined} onChange={(e) => setTo(e.target.value)} aria-label={t('edit.to_')} />
        <Button size="small" htmlType="submit" disabled={!from || !to || from > to}>{t('edit.apply')}</Button>
      </form>
    </div>
  );
}

export function BreakdownRow({ icon, breakdown, event, path, onChange }: { icon: ReactNode; breakdown: Breakdown | undefined; event?: string; path: string; onChange: (b: Breakdown | undefined) => void }) {
  const { t } = useTranslation('insights');
  const names = useNames();
  const label = t('edit.breakdown');
  return (
    <Row icon={icon} label={label} field="breakdown" path={`${path}.breakdown`}>
      <Opener field="breakdown" label={label} text={breakdown ? names.property(breakdown.property) : t('edit.noBreakdown')} content={(close) => (
        <>
          <PropertyPicker event={event} chosen={breakdown?.property ?? ''} none={t('edit.noBreakdown')} onChoose={(p) => { onChange(p ? { property: p, limit: breakdown?.limit ?? 7 } : undefined); close(); }} />
          {breakdown && <div className={css.foot}><span className={css.caption}>{t('edit.limit', { n: breakdown.limit ?? 10 })}</span><InputNumber size="small" min={1} max={50} value={breakdown.limit ?? 10} onChange={(v) => v && onChange({ ...breakdown, limit: v })} aria-label={t('edit.breakdown')} style={{ width: 64 }} /></div>}
        </>
      )} />
    </Row>
  );
}
