import { Slider, Switch as Toggle } from 'antd';
import { EyeOff, MoveRight, Plus, Tags, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { list, type Question, type Selector } from '../model/question';
import { useNames } from '../names';
import { Opener, Pick, Row, Switch } from './controls';
import { useEditor } from './context';
import css from './cards.module.css';
import { EventPicker } from './EventPicker';
import { Pop } from './Pop';
import { PropertyPicker } from './PropertyPicker';
import { SelectorCard } from './SelectorCard';

type Paths = NonNullable<Question['paths']>;
type Way = 'from' | 'to' | 'between' | 'all';
const blank: Selector = { event: '' };

export function PathsEditor({ paths: p }: { paths: Paths }) {
  const { t } = useTranslation('insights');
  const names = useNames();
  const { edit } = useEditor();
  const set = (change: Partial<Paths>, tag?: string) => edit((q) => ({ ...q, paths: { ...q.paths!, ...change } }), tag);
  const way: Way = p.from && p.to ? 'between' : p.from ? 'from' : p.to ? 'to' : 'all';
  const setWay = (w: Way) => set({ from: w === 'from' || w === 'between' ? (p.from ?? p.to ?? blank) : undefined, to: w === 'to' ? (p.to ?? p.from ?? blank) : w === 'between' ? (p.to ?? blank) : undefined });
  const depth = p.depth ?? 5, anchored = way !== 'all';
  const icon = { size: 15, strokeWidth: 1.5 };
  return (
    <>
      <section className={css.section}>
        <div className={css.head}><h2>{t(way === 'to' ? 'edit.to' : 'edit.from')}</h2><Switch label={t('edit.from')} value={way} onChange={setWay} options={(['from', 'to', 'between', 'all'] as const).map((w) => ({ value: w, label: t(`edit.ways.${w}`) }))} /></div>
        <div className={css.stack}>
          {p.from && <SelectorCard field="from" path="paths.from" selector={p.from} onChange={(from, tag) => set({ from }, tag)} />}
          {p.to && <SelectorCard field="to" path="paths.to" selector={p.to} placeholder={way === 'between' ? t('edit.to') : undefined} onChange={(to, tag) => set({ to }, tag)} />}
        </div>
      </section>
      <section className={css.section}>
        <Row icon={<MoveRight {...icon} />} label={t('edit.depth')} field="depth" path="paths.depth">
          <Pick field="depth" label={t('edit.depth')} value={String(depth)} onChange={(d) => set({ depth: Number(d) })} options={[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({ value: String(n), label: t('edit.depthN', { n: anchored ? n - 1 : n }) }))} />
        </Row>
        <Row icon={<Tags {...icon} />} label={t('edit.by')} field="by" path="paths.by">
          <Opener field="by" label={t('edit.by')} text={p.by ? names.property(p.by) : t('edit.noBy')} content={(close) => <PropertyPicker chosen={p.by ?? ''} none={t('edit.noBy')} onChoose={(by) => { set({ by: by || undefined }); close(); }} />} />
        </Row>
      </section>
      <section className={css.section}>
        <div className={css.head}><h2>{t('edit.top')}</h2><span className="num">{t('edit.topN', { n: p.top ?? 8 })}</span></div>
        <Slider min={1} max={20} value={p.top ?? 8} onChange={(top) => set({ top }, 'top')} aria-label={t('edit.top')} ariaLabelForHandle={t('edit.top')} tooltip={{ open: false }} />
      </section>
      <section className={css.section}>
        <NameList title={t('edit.skip')} names={list(p.skip)} onChange={(skip) => set({ skip })} />
        <label className={css.toggle}>{t('edit.repeats')}<Toggle size="small" checked={!p.repeats} onChange={(on) => set({ repeats: on ? undefined : true })} /></label>
      </section>
    </>
  );
}

/** Events by name, with how often they come. */
export function NameList({ title, names: all, onChange, icon = <EyeOff size={14} strokeWidth={1.5} aria-hidden /> }: { title: string; names: readonly string[]; onChange: (names: string[]) => void; icon?: React.ReactNode }) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className={css.head}><h2>{title}</h2>
        <Pop open={open} onOpen={setOpen} content={<EventPicker chosen={all} several onChange={onChange} onDone={() => setOpen(false)} />}><button type="button" className={css.grip} aria-label={title}><Plus size={15} strokeWidth={1.5} aria-hidden /></button></Pop>
      </div>
      <div className={css.names}>
        {all.map((n) => <div key={n}>{icon}<span>{names.event(n)} <span className="mono">{names.event(n) === n ? '' : n}</span></span><span className={`num ${css.caption}`}>{names.seen(n) ? t('edit.times', { n: f.short(names.seen(n)!.last_30d) }) : ''}</span><button type="button" className={css.grip} aria-label={`${t('edit.remove')} ${n}`} onClick={() => onChange(all.filter((x) => x !== n))}><X size={13} strokeWidth={1.5} aria-hidden /></button></div>)}
      </div>
    </>
  );
}
