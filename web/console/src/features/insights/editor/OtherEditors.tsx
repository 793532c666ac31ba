import { Coins, Filter as FilterIcon, KeyRound, Layers, Split, Timer } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { list, namesOf, type Question } from '../model/question';
import { windowWords } from '../model/sentence';
import { useNames } from '../names';
import { BreakdownRow, Opener, Pick, Row, Switch } from './controls';
import { useEditor } from './context';
import css from './cards.module.css';
import { EventPicker } from './EventPicker';
import { PropertyPicker } from './PropertyPicker';
import { SelectorCard } from './SelectorCard';
import { single } from './TrendEditor';

const icon = { size: 15, strokeWidth: 1.5 };
const dayUnits = ['day', 'week', 'month'] as const;
const allUnits = ['hour', 'day', 'week', 'month', 'total'] as const;

/** Stickiness and lifecycle: one event, one unit. */
export function ActivityEditor({ kind }: { kind: 'stickiness' | 'lifecycle' }) {
  const { t } = useTranslation('insights');
  const { question, edit } = useEditor();
  const part = question[kind]!;
  return (
    <section className={css.section}>
      <div className={css.head}><h2>{t('edit.selector')}</h2><Switch label={t('edit.unit')} value={part.unit ?? 'day'} onChange={(unit) => edit((q) => ({ ...q, [kind]: { ...q[kind], unit } }))} options={dayUnits.map((u) => ({ value: u, label: t(`edit.units.${u}`) }))} /></div>
      <SelectorCard field="selector" path={`${kind}.selector`} selector={part.selector} anything onChange={(selector, tag) => edit((q) => ({ ...q, [kind]: { ...q[kind], selector } }), tag)} />
    </section>
  );
}

type Sessions = NonNullable<Question['sessions']>;

export function SessionsEditor({ sessions: s }: { sessions: Sessions }) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames();
  const { edit } = useEditor();
  const set = (change: Partial<Sessions>, tag?: string) => edit((q) => ({ ...q, sessions: { ...q.sessions!, ...change } }), tag);
  const idle = s.idle ?? '30m', keys = list(s.key_events);
  return (
    <>
      <section className={css.section}>
        <div className={css.head}><h2>{t('sessions')}</h2><Switch label={t('edit.unit')} value={s.unit ?? 'day'} onChange={(unit) => set({ unit })} options={allUnits.map((u) => ({ value: u, label: t(`edit.units.${u}`) }))} /></div>
        {s.contains && <SelectorCard field="contains" path="sessions.contains" selector={s.contains} onChange={(contains, tag) => set({ contains }, tag)} onRemove={() => set({ contains: undefined })} />}
      </section>
      <section className={css.section}>
        <Row icon={<Timer {...icon} />} label={t('edit.idle')} field="idle" path="sessions.idle">
          <Pick field="idle" label={t('edit.idle')} value={idle} onChange={(i) => set({ idle: i })} options={[...new Set(['5m', '10m', '30m', '1h', '2h', idle])].map((w) => ({ value: w, label: windowWords(w, { t, f, names }) }))} />
        </Row>
        {!s.contains && (
          <Row icon={<FilterIcon {...icon} />} label={t('edit.contains')} field="contains" path="sessions.contains">
            <Opener field="contains" label={t('edit.contains')} text={t('edit.noContains')} content={(close) => <EventPicker chosen={[]} onChange={(n) => set({ contains: n.length > 1 ? { events: n } : { event: n[0] ?? '' } })} onDone={close} />} />
          </Row>
        )}
        <Row icon={<KeyRound {...icon} />} label={t('edit.key')} field="key" path="sessions.key_events">
          <Opener field="key" label={t('edit.key')} text={keys.length ? names.events(keys) : t('edit.noKey')} content={(close) => <EventPicker chosen={keys} several onChange={(key_events) => set({ key_events })} onDone={close} />} />
        </Row>
        <p className={css.caption}>{t('edit.keyHint')}</p>
        <BreakdownRow icon={<Split {...icon} />} breakdown={s.breakdown} path="sessions" event={s.contains && namesOf(s.contains).length ? single(s.contains) : undefined} onChange={(breakdown) => set({ breakdown })} />
      </section>
    </>
  );
}

type Rfm = NonNullable<Question['rfm']>;

export function RfmEditor({ rfm: r }: { rfm: Rfm }) {
  const { t } = useTranslation('insights');
  const names = useNames();
  const { edit } = useEditor();
  const set = (change: Partial<Rfm>, tag?: string) => edit((q) => ({ ...q, rfm: { ...q.rfm!, ...change } }), tag);
  const bins = r.bins ?? 5;
  const ownLimits = Boolean(r.recency_days?.length || r.frequency?.length || r.monetary?.length);
  return (
    <>
      <section className={css.section}>
        <div className={css.head}><h2>{t('edit.purchase')}</h2></div>
        <SelectorCard field="selector" path="rfm.selector" selector={r.selector} onChange={(selector, tag) => set({ selector }, tag)} />
      </section>
      <section className={css.section}>
        <Row icon={<Coins {...icon} />} label={t('edit.amount')} field="property" path="rfm.property">
          <Opener field="property" label={t('edit.amount')} text={r.property ? names.property(r.property) : t('edit.chooseProperty')} faint={!r.property} content={(close) => <PropertyPicker numbers event={single(r.selector)} chosen={r.property} onChoose={(property) => { set({ property }); close(); }} />} />
        </Row>
        <Row icon={<Layers {...icon} />} label={t('edit.bins')} field="bins" path="rfm.bins">
          <Pick field="bins" label={t('edit.bins')} value={String(bins)} onChange={(b) => set({ bins: Number(b), recency_days: undefined, frequency: undefined, monetary: undefined })} options={[3, 4, 5, 6, 8, 10].map((n) => ({ value: String(n), label: t('edit.binsN', { n }) }))} />
        </Row>
      </section>
      <section className={css.section}>
        <div className={css.head}><h2>{t('edit.thresholds')}</h2><Switch label={t('edit.thresholds')} value={ownLimits ? 'own' : 'quantiles'} onChange={(m) => set(m === 'own' ? { recency_days: steps(bins, [7, 20, 45, 90]), frequency: undefined, monetary: undefined } : { recency_days: undefined, frequency: undefined, monetary: undefined })} options={[{ value: 'quantiles', label: t('edit.quantiles') }, { value: 'own', label: t('edit.own') }]} /></div>
        {ownLimits && (['recency_days', 'frequency', 'monetary'] as const).map((k) => (
          <Row key={k} icon={null} label={t({ recency_days: 'edit.recencyDays', frequency: 'edit.frequency', monetary: 'edit.monetary' }[k] as 'edit.recencyDays')} field={k} path={`rfm.${k}`}>
            <input className={css.input} key={list(r[k]).join()} defaultValue={list(r[k]).join(', ')} placeholder={t('edit.quantiles')} aria-label={k} onBlur={(e) => { const v = e.target.value.split(/[,，\s]+/).filter(Boolean).map(Number); if (v.every(Number.isFinite)) set({ [k]: v.length ? v : undefined }); }} onKeyDown={(e) => { if (e.key === 'Enter') e.currentTarget.blur(); }} />
          </Row>
        ))}
      </section>
    </>
  );
}

/** So many rising limits as the scores need. */
const steps = (bins: number, usual: number[]): number[] => (bins === 5 ? usual : Array.from({ length: bins - 1 }, (_, i) => 10 * (i + 1)));
