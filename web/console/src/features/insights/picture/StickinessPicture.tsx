import { list } from '../model/question';
import { Bars } from '../plot/Bars';
import { usePen, type PictureProps } from './context';

/** In how many units of the range people came: a bar for each number of units. */
export function StickinessPicture({ answer, view, height = 320 }: PictureProps) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const unit = t(`unit.${answer.question.stickiness?.unit ?? 'day'}`);
  const share = view.figure !== 'people';
  const total = answer.stickiness?.persons ?? 0;
  const before = list(answer.previous?.stickiness?.units);
  const label = f.language === 'en' ? answer.definition.en : answer.definition.zh;
  return (
    <Bars height={height} label={label} format={(v) => (share ? f.percent(v, 0) : f.short(v))} bars={list(answer.stickiness?.units).map((u, i) => {
      const title = t('stickiness.active', { count: u.active, unit });
      const was = before[i];
      const value = (row: { persons: number; share: number | null }) => (share ? (row.share ?? 0) : row.persons);
      return {
        name: String(u.active), before: was && value(was),
        pieces: [{ key: 'a', value: value(u), color: 'var(--c1)', card: {
          title, people: pen.behind({ active: u.active }, title, u.persons),
          rows: [{ label: t('people'), value: `${f.number(u.persons)} · ${u.share === null ? '—' : f.percent(u.share)}` }, { label: t('stickiness.atLeast'), value: `${f.number(u.at_least)} · ${f.percent(u.at_least / Math.max(1, total))}` }, ...(was ? [{ label: t('previous'), value: `${f.number(was.persons)} · ${was.share === null ? '—' : f.percent(was.share)}` }] : [])],
        } }],
      };
    })} />
  );
}
