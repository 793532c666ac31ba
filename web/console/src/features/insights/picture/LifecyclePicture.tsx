import type { ChartMark } from '@/design';
import { list } from '../model/question';
import { Bars } from '../plot/Bars';
import { Legend } from '../plot/Legend';
import css from './picture.module.css';
import { usePen, type PictureProps } from './context';

export const states = [
  { key: 'returning', color: 'var(--c2)', sign: 1 },
  { key: 'resurrecting', color: 'var(--c3)', sign: 1 },
  { key: 'new', color: 'var(--c1)', sign: 1 },
  { key: 'dormant', color: 'var(--prev)', sign: -1 },
] as const;

/** Who came, stayed and came back above the line; who stayed away below it. */
export function LifecyclePicture({ answer, view, onView, height = 320, small }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const unit = answer.question.lifecycle?.unit;
  const hidden = new Set(view.hidden);
  const shown = states.filter((s) => !hidden.has(s.key));
  const toggle = (key: string) => onView({ hidden: hidden.has(key) ? [...hidden].filter((k) => k !== key) : [...hidden, key] });
  const label = f.language === 'en' ? answer.definition.en : answer.definition.zh;
  return (
    <div>
      <Bars height={height} label={label} format={(v) => f.short(Math.abs(v))} bars={list(answer.lifecycle?.buckets).map((b) => ({
        name: pen.axis(b.start, unit), open: b.incomplete,
        pieces: shown.map((s) => {
          const title = `${pen.moment(b.start, unit)} · ${t(`lifecycle.${s.key}`)}`;
          const card: ChartMark = { title, people: pen.behind({ bucket: b.start, state: s.key }, title, b[s.key]), rows: [
            { label: t(`lifecycle.${s.key}`), value: t('persons', { n: f.number(b[s.key]) }), color: s.color },
            { label: t('lifecycle.net'), value: `${b.new + b.resurrecting >= b.dormant ? '+' : '−'}${f.number(Math.abs(b.new + b.resurrecting - b.dormant))}` },
            ...(b.incomplete ? [{ label: t('notOver'), value: '' }] : []),
          ] };
          return { key: s.key, value: b[s.key] * s.sign, color: s.color, card };
        }),
      }))} />
      {!small && <div className={css.foot}><Legend items={states.map((s) => ({ name: t(`lifecycle.${s.key}`), color: s.color, off: hidden.has(s.key), onToggle: () => toggle(s.key) }))} /></div>}
    </div>
  );
}
