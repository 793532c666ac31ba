import { CalendarClock, CalendarDays, Repeat2, Split, UserPlus, Ruler } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Question } from '../model/question';
import { BreakdownRow, Pick, Row, Switch } from './controls';
import { useEditor } from './context';
import css from './cards.module.css';
import { SelectorCard } from './SelectorCard';
import { single } from './TrendEditor';

type Retention = NonNullable<Question['retention']>;
const units = ['hour', 'day', 'week', 'month'] as const;
const usual: Record<(typeof units)[number], number> = { hour: 24, day: 14, week: 11, month: 11 };
const spans = { hour: '24h', day: '30d', week: '12w', month: '12mo' } as const;
const pieces: [number, number][] = [[1, 1], [2, 3], [4, 7], [8, 14], [15, 30]];

export function RetentionEditor({ retention: r }: { retention: Retention }) {
  const { t } = useTranslation('insights');
  const { edit } = useEditor();
  const set = (change: Partial<Retention>, tag?: string) => edit((q) => ({ ...q, retention: { ...q.retention!, ...change } }), tag);
  const unit = r.unit ?? 'day', mode = r.mode ?? 'on', periods = r.periods ?? 7;
  const setUnit = (u: (typeof units)[number]) => edit((q) => ({ ...q, range: q.range.last ? { last: spans[u] } : q.range, retention: { ...q.retention!, unit: u, periods: usual[u] } }));
  const icon = { size: 15, strokeWidth: 1.5 };
  return (
    <>
      <section className={css.section}>
        <div className={css.head}><h2>{t('edit.start')}</h2><Switch label={t('edit.unit')} value={unit} onChange={setUnit} options={units.map((u) => ({ value: u, label: t(`edit.units.${u}`) }))} /></div>
        <SelectorCard field="start" path="retention.start" selector={r.start} anything onChange={(start, tag) => set({ start }, tag)} />
        <div className={css.head} style={{ marginTop: 10 }}><h2>{t('edit.return')}</h2></div>
        <SelectorCard field="return" path="retention.return" selector={r.return} anything onChange={(back, tag) => set({ return: back }, tag)} />
      </section>
      <section className={css.section}>
        <Row icon={<UserPlus {...icon} />} label={t('edit.cohort')} field="cohort" path="retention.cohort">
          <Pick field="cohort" label={t('edit.cohort')} value={r.cohort ?? 'first_ever'} onChange={(cohort) => set({ cohort })} options={(['first_ever', 'first_in_range', 'every'] as const).map((c) => ({ value: c, label: t(`edit.cohorts.${c}`) }))} />
        </Row>
        <Row icon={<Repeat2 {...icon} />} label={t('edit.mode')} field="mode" path="retention.mode">
          <Pick field="mode" label={t('edit.mode')} value={mode} onChange={(m) => set({ mode: m, brackets: m === 'brackets' ? (r.brackets ?? pieces) : undefined })} options={(['on', 'on_or_after', 'brackets'] as const).map((m) => ({ value: m, label: t(`edit.modes.${m}`) }))} />
        </Row>
        {mode !== 'brackets' && (
          <Row icon={<CalendarDays {...icon} />} label={t('edit.periods')} field="periods" path="retention.periods">
            <Pick field="periods" label={t('edit.periods')} value={String(periods)} onChange={(n) => set({ periods: Number(n) })} options={[...new Set([4, 7, 8, 11, 14, 24, 30, 60, 90, periods])].sort((a, b) => a - b).map((n) => ({ value: String(n), label: t('edit.periodsN', { n }) }))} />
          </Row>
        )}
        <Row icon={<CalendarClock {...icon} />} label={t('edit.edges')} field="edges" path="retention.window">
          <Pick field="edges" label={t('edit.edges')} value={r.window ?? 'calendar'} onChange={(w) => set({ window: w })} options={(['calendar', 'exact'] as const).map((w) => ({ value: w, label: t(`edit.edge.${w}`) }))} />
        </Row>
        {mode === 'brackets' && <Brackets brackets={r.brackets ?? pieces} onChange={(brackets) => set({ brackets }, 'brackets')} icon={<Ruler {...icon} />} />}
        <BreakdownRow icon={<Split {...icon} />} breakdown={r.breakdown} path="retention" event={single(r.start)} onChange={(breakdown) => set({ breakdown })} />
      </section>
    </>
  );
}

/** Written as 1, 2-3, 4-7. */
function Brackets({ brackets, onChange, icon }: { brackets: (number[] | null)[]; onChange: (b: [number, number][]) => void; icon: React.ReactNode }) {
  const { t } = useTranslation('insights');
  const text = brackets.map((b) => (b?.[0] === b?.[1] ? String(b?.[0]) : `${b?.[0]}-${b?.[1]}`)).join(', ');
  const read = (s: string) => s.split(/[,，\s]+/).filter(Boolean).map((p) => /^(\d+)(?:[-–](\d+))?$/.exec(p)).map((m): [number, number] | null => (m ? [Number(m[1]), Number(m[2] ?? m[1])] : null));
  return (
    <Row icon={icon} label={t('edit.brackets')} field="brackets" path="retention.brackets">
      <input className={css.input} key={text} defaultValue={text} aria-label={t('edit.brackets')} onBlur={(e) => { const b = read(e.target.value); if (b.length && b.every((x) => x !== null)) onChange(b); else e.target.value = text; }} onKeyDown={(e) => { if (e.key === 'Enter') e.currentTarget.blur(); }} />
    </Row>
  );
}
