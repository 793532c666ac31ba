import { useTranslation } from 'react-i18next';

import { useScheme } from '@/app/preferences';
import { Card, paletteOf, Sentence, type Palette } from '@/design';
import css from './gallery.module.css';

const neutral: (keyof Palette & string)[] = ['bg', 'surface', 'sunken', 'fill', 'line', 'line2', 'ink', 'ink2', 'ink3', 'ink4'];
const accent: (keyof Palette & string)[] = ['ac', 'acText', 'acBg', 'acHover', 'good', 'warn', 'bad', 'info'];

export function Colours() {
  const { t } = useTranslation('gallery');
  const p = paletteOf(useScheme());
  const swatches = (names: (keyof Palette & string)[]) => (
    <div className={css.swatches}>{names.map((n) => <div key={n}><i style={{ background: String(p[n]) }} /><span>{n}</span><span className="mono ink3">{String(p[n])}</span></div>)}</div>
  );
  const row = (colours: readonly string[]) => <div className={css.row}>{colours.map((c) => <span key={c}><i style={{ background: c }} /><em className="mono ink3">{c}</em></span>)}</div>;
  return (
    <>
      <Card title={t('neutral')} note={t('neutralNote')}>{swatches(neutral)}</Card>
      <Card title={t('accent')} note={t('accentNote')}>{swatches(accent)}</Card>
      <Card title={t('series')} note={t('seriesNote')}>{row(p.series)}<h3 className={css.sub}>{t('scales')} <span className="caption">{t('scalesNote')}</span></h3>{row(p.scale)}</Card>
    </>
  );
}

export function Type() {
  const { t } = useTranslation('gallery');
  const rows: [string, string, React.ReactNode, string][] = [
    ['30/38 600', 'number', <b key="n" className="num" style={{ font: '600 30px/38px var(--sans)', letterSpacing: '-0.025em' }}>36.4%</b>, t('types.number')],
    ['24/32 600', 'stat', <b key="s" className="num" style={{ font: '600 24px/32px var(--sans)', letterSpacing: '-0.02em' }}>48,216</b>, t('types.stat')],
    ['20/28 600', 'page', <b key="p" style={{ font: '600 20px/28px var(--sans)' }}>{t('sample.page')}</b>, t('types.page')],
    ['17/30 400', 'verdict', <Sentence key="v" kind="verdict">{t('sample.verdict')}</Sentence>, t('types.verdict')],
    ['15/28 400', 'definition', <Sentence key="d">{t('sample.definition')}</Sentence>, t('types.definition')],
    ['14/22 600', 'card', <b key="c">{t('sample.card')}</b>, t('types.card')],
    ['14/22 400', 'body', t('sample.body'), t('types.body')],
    ['12/18 400', 'small', <span key="m" className="caption">{t('sample.small')}</span>, t('types.small')],
  ];
  return (
    <Card title={t('type')} note={t('typeNote')}>
      <table className={css.types}><tbody>{rows.map(([size, key, sample, use]) => <tr key={key}><td className="mono ink3">{size}</td><td>{sample}</td><td className="caption">{use}</td></tr>)}</tbody></table>
    </Card>
  );
}
