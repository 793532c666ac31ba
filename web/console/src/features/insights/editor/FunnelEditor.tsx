import { Select } from 'antd';
import { Plus, Split, Timer } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { list, type Question, type Selector } from '../model/question';
import { windows } from '../model/range';
import { windowWords } from '../model/sentence';
import { useNames } from '../names';
import { useFormat } from '@/app/session';
import { BreakdownRow, Pick, Row, Switch } from './controls';
import { useEditor } from './context';
import css from './cards.module.css';
import { moved, SelectorCard } from './SelectorCard';
import { single } from './TrendEditor';

type Funnel = NonNullable<Question['funnel']>;
const orders = ['ordered', 'strict', 'any'] as const;

export function FunnelEditor({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames();
  const { edit, open } = useEditor();
  const steps = list(funnel.steps), exclude = list(funnel.exclude);
  const set = (change: Partial<Funnel>, tag?: string) => edit((q) => ({ ...q, funnel: { ...q.funnel!, ...change } }), tag);
  const setStep = (i: number, s: Selector, tag?: string) => set({ steps: steps.map((x, n) => (n === i ? s : x)) }, tag);
  const order = funnel.order ?? 'ordered';
  const window = funnel.window ?? '14d';
  return (
    <>
      <section className={css.section}>
        <div className={css.head}><h2>{t('edit.steps')}</h2><Switch label={t('edit.order')} value={order} onChange={(o) => set({ order: o, exclude: o === 'any' ? undefined : funnel.exclude })} options={orders.map((o) => ({ value: o, label: t(`orders.${o}`) }))} /></div>
        {steps.map((s, i) => (
          <div key={i} className={css.step}>
            <span className={`num ${css.dot} ${open === `step-${i}` ? css.on : ''}`} aria-hidden>{i + 1}</span>
            <SelectorCard field={`step-${i}`} path={`funnel.steps[${i}]`} selector={s} onChange={(next, tag) => setStep(i, next, tag)} onRemove={steps.length > 2 ? () => set({ steps: steps.filter((_, n) => n !== i) }) : undefined}
              order={{ draggable: true, index: i, group: 'step', onMove: (by) => set({ steps: moved(steps, i, i + by) }), onDrop: (from) => set({ steps: moved(steps, from, i) }) }} />
          </div>
        ))}
        <div className={css.add}>
          {steps.length < 20 && <button type="button" onClick={() => set({ steps: [...steps, { event: '' }] })}><span className={css.hollow}><Plus size={13} strokeWidth={1.5} aria-hidden /></span>{t('edit.addStep')}</button>}
          {order !== 'any' && exclude.length < 10 && <button type="button" onClick={() => set({ exclude: [...exclude, { event: '' }] })}>{t('edit.exclude')}</button>}
        </div>
      </section>
      {exclude.length > 0 && (
        <section className={css.section}>
          <div className={css.head}><h2>{t('edit.excludeTitle')}</h2><Switch label={t('edit.excludeMode')} value={funnel.exclude_mode ?? 'attempt'} onChange={(m) => set({ exclude_mode: m })} options={[{ value: 'attempt', label: t('edit.excludeAttempt') }, { value: 'person', label: t('edit.excludePerson') }]} /></div>
          <div className={css.stack}>
            {exclude.map((x, i) => {
              const put = (next: typeof x, tag?: string) => set({ exclude: exclude.map((y, n) => (n === i ? next : y)) }, tag);
              const numbers = steps.map((_, n) => n + 1);
              return (
                <SelectorCard key={i} field={`exclude-${i}`} path={`funnel.exclude[${i}]`} selector={x} onChange={(next, tag) => put({ ...next, after: x.after, before: x.before }, tag)} onRemove={() => set({ exclude: exclude.filter((_, n) => n !== i) })}>
                  <div className={css.between}>
                    <Select size="small" value={x.after ?? 1} options={numbers.slice(0, -1).map((n) => ({ value: n, label: `${n} ${names.events(stepNames(steps[n - 1]))}` }))} onChange={(after) => put({ ...x, after, before: Math.max(x.before ?? steps.length, after + 1) })} aria-label={t('edit.excludeTitle')} popupMatchSelectWidth={false} />
                    –
                    <Select size="small" value={x.before ?? steps.length} options={numbers.slice(x.after ?? 1).map((n) => ({ value: n, label: `${n} ${names.events(stepNames(steps[n - 1]))}` }))} onChange={(before) => put({ ...x, before })} aria-label={t('edit.excludeTitle')} popupMatchSelectWidth={false} />
                  </div>
                </SelectorCard>
              );
            })}
          </div>
        </section>
      )}
      <section className={css.section}>
        <Row icon={<Timer size={15} strokeWidth={1.5} />} label={t('edit.window')} field="window" path="funnel.window">
          <Pick field="window" label={t('edit.window')} value={window} onChange={(w) => set({ window: w })} options={[...new Set([...windows, window])].map((w) => ({ value: w, label: t('edit.windowFrom', { window: windowWords(w, { t, f, names }) }) }))} />
        </Row>
        <BreakdownRow icon={<Split size={15} strokeWidth={1.5} />} breakdown={funnel.breakdown} path="funnel" event={single(steps[0])} onChange={(breakdown) => set({ breakdown })} />
      </section>
    </>
  );
}

const stepNames = (s: Selector | undefined): string[] => (s?.event ? [s.event] : [...list(s?.events)]);
