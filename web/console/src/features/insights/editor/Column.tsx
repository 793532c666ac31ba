import { CalendarDays, Code, Filter as FilterIcon, History, Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { asKind, kindOf, kinds, list, type Answer, type Kind } from '../model/question';
import { kindIcons } from '../icons';
import { Pick, RangeRow, Row } from './controls';
import css from './column.module.css';
import cards from './cards.module.css';
import { useEditor } from './context';
import { Filters } from './Filters';
import { FunnelEditor } from './FunnelEditor';
import { ActivityEditor, RfmEditor, SessionsEditor } from './OtherEditors';
import { PathsEditor } from './PathsEditor';
import { RetentionEditor } from './RetentionEditor';
import { TrendEditor } from './TrendEditor';

/** The column in which a question is made: kind, what it looks at, and how. */
export function Column({ answer, asking, onCopy }: { answer: Answer | undefined; asking: boolean; onCopy: () => void }) {
  const { t } = useTranslation('insights');
  const { question: q, edit } = useEditor();
  const icon = { size: 15, strokeWidth: 1.5 };
  return (
    <div className={css.column}>
      <KindSwitch kind={kindOf(q)} onChange={(k) => edit((had) => asKind(had, k))} />
      <div className={css.body}>
        {q.trend && <TrendEditor trend={q.trend} />}
        {q.funnel && <FunnelEditor funnel={q.funnel} />}
        {q.retention && <RetentionEditor retention={q.retention} />}
        {q.paths && <PathsEditor paths={q.paths} />}
        {q.stickiness && <ActivityEditor kind="stickiness" />}
        {q.lifecycle && <ActivityEditor kind="lifecycle" />}
        {q.sessions && <SessionsEditor sessions={q.sessions} />}
        {q.rfm && <RfmEditor rfm={q.rfm} />}
        <section className={cards.section}>
          <RangeRow icon={<CalendarDays {...icon} />} />
          <Row icon={<History {...icon} />} label={t('edit.compare')} field="compare" path="compare">
            <Pick field="compare" label={t('edit.compare')} value={q.compare ?? 'none'} onChange={(c) => edit((had) => ({ ...had, compare: c === 'previous' ? 'previous' : undefined }))} options={[{ value: 'none', label: t('edit.noCompare') }, { value: 'previous', label: t('previousPeriod') }]} />
          </Row>
          <Row icon={<FilterIcon {...icon} />} label={t('edit.where')} field="where" path="where">
            <Filters filters={q.where} onChange={(where, tag) => edit((had) => ({ ...had, where }), tag)} />
          </Row>
          {list(q.where).length > 0 && <p className={cards.caption}>{t('edit.where_hint')}</p>}
        </section>
      </div>
      <footer className={css.foot}>
        <span className="num" role="status"><Zap size={14} strokeWidth={1.5} aria-hidden />{asking ? t('page.asking') : answer ? t('page.live', { ms: Math.max(1, Math.round(answer.cost.ms)) }) : ''}</span>
        <button type="button" onClick={onCopy}><Code size={14} strokeWidth={1.5} aria-hidden />{t('page.copyApi')}</button>
      </footer>
    </div>
  );
}

function KindSwitch({ kind, onChange }: { kind: Kind; onChange: (k: Kind) => void }) {
  const { t } = useTranslation('insights');
  return (
    <div className={css.kinds} role="radiogroup" aria-label={t('kinds')}>
      {kinds.map((k) => {
        const Icon = kindIcons[k];
        return <button key={k} type="button" role="radio" aria-checked={k === kind} title={t(`about.${k}`)} className={`${css.kind} ${k === kind ? css.current : ''}`} onClick={() => onChange(k)}><Icon size={17} strokeWidth={1.5} aria-hidden />{t(`kind.${k}`)}</button>;
      })}
    </div>
  );
}
