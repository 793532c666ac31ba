import { useQuery } from '@tanstack/react-query';
import { Input, Select, Switch } from 'antd';
import { ArrowUpRight, ChartColumnStacked, ChartLine, ChartNoAxesColumn, Filter, Grid3x3, Hash, Table2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, body } from '@/api/client';
import { useFormat, useTo, useWorkspace } from '@/app/session';
import { Sentence } from '@/design';
import { useSay } from '../model/say';
import type { Card, CardAnswer, Form, Shared } from '../model/types';
import { EditableWord } from '../words/EditableWord';
import { RangeEditor } from '../words/RangeEditor';
import css from './inspector.module.css';
import type { Draft } from './useDraft';
import { useState } from 'react';

const icons: Record<Form, LucideIcon> = { line: ChartLine, stacked: ChartColumnStacked, bar: ChartNoAxesColumn, number: Hash, table: Table2, funnel: Filter, heat: Grid3x3 };

interface Props { card: Card; answer: CardAnswer | undefined; shared: Shared; draft: Draft }

/** How a card draws its answer, and what of the dashboard it follows. */
export function CardFields({ card, answer, shared, draft }: Props) {
  const { t } = useTranslation('dashboards');
  const f = useFormat(), say = useSay(), to = useTo();
  const ws = useWorkspace().slug;
  const id = card.id ?? '';
  const [picking, setPicking] = useState(false);
  const uses = useQuery({ queryKey: ['insight-uses', ws, card.insight], enabled: card.kind === 'insight', queryFn: async ({ signal }) => body(await api.GET('/api/v1/insights/{insight}/uses', { params: { path: { insight: card.insight ?? 0 } }, signal })) });
  const set = (part: Partial<Card>, tag?: string) => draft.card(id, part, tag);
  const a = answer?.answer;
  const forms = (Object.keys(icons) as Form[]).filter((form) => answer?.forms?.includes(form));
  const where = shared.where ?? [];
  return (
    <>
      {a && <Sentence>{f.language === 'en' ? a.definition.en : a.definition.zh}</Sentence>}
      <div className={css.from}>
        {card.kind === 'insight' ? <>{t('inspector.insight', { name: answer?.name ?? '' })}{uses.data && ` · ${t('inspector.uses', { count: uses.data.length })}`}<Link to={to(`insights/${card.insight}`)}>{t('inspector.open')}<ArrowUpRight size={14} strokeWidth={1.5} aria-hidden /></Link></> : t('inspector.ownQuestion')}
      </div>
      {forms.length > 0 && (
        <fieldset className={css.forms}>
          <legend>{t('inspector.drawAs')}</legend>
          {forms.map((form) => {
            const Icon = icons[form];
            return <button key={form} type="button" aria-pressed={answer?.form === form} onClick={() => set({ form })}><Icon size={18} strokeWidth={1.5} aria-hidden />{t(`form.${form}`)}</button>;
          })}
        </fieldset>
      )}
      <label className={css.line}><span>{t('inspector.titleField')}</span><Input maxLength={80} value={card.title ?? ''} placeholder={answer?.name} onChange={(e) => set({ title: e.target.value }, `title-${id}`)} /></label>
      {answer?.form === 'number' && a?.trend && <label className={css.line}><span>{t('figure.title')}</span><Select value={card.figure ?? 'total'} options={(['total', 'average', 'latest'] as const).map((v) => ({ value: v, label: t(`figure.${v}`) }))} onChange={(figure: Card['figure']) => set({ figure })} /></label>}
      {!answer?.headline?.rate && <label className={css.line}><span>{t('inspector.unit')}</span><Input maxLength={8} style={{ width: 80 }} value={card.unit ?? ''} onChange={(e) => set({ unit: e.target.value }, `unit-${id}`)} /></label>}
      <hr className={css.rule} />
      <label className={css.line}><span>{t('inspector.follow')}</span><Switch size="small" checked={!card.range} onChange={(follow) => set({ range: follow ? undefined : { ...shared.range } })} /></label>
      {card.range && <div className={css.line}><span>{t('inspector.ownRange')}</span><EditableWord label={t('inspector.ownRange')} text={say.range(card.range)} open={picking} onOpen={setPicking}><RangeEditor range={card.range} onChange={(range) => { set({ range }); setPicking(false); }} /></EditableWord></div>}
      <label className={css.line}><span>{t('inspector.followWhere')}</span><Switch size="small" checked={!card.unfilter} onChange={(follow) => set({ unfilter: follow ? undefined : true })} /></label>
      {!card.unfilter && <p className={css.applied}>{where.length > 0 ? t('inspector.applied', { where: say.where(where) }) : t('inspector.nothingApplied')}</p>}
      <label className={css.line}><span>{t('inspector.compare')}</span><Switch size="small" checked={card.compare ?? Boolean(shared.compare)} onChange={(on) => set({ compare: on === Boolean(shared.compare) ? undefined : on })} /></label>
      {answer?.headline?.change !== undefined && <label className={css.line}><span>{t('inspector.falls')}</span><Switch size="small" checked={Boolean(card.falls)} onChange={(falls) => set({ falls: falls || undefined })} /></label>}
      <hr className={css.rule} />
    </>
  );
}
