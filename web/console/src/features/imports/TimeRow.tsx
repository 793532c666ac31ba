import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Mapping } from './data';
import css from './imports.module.css';

const layouts = ['iso', '2006/1/2 15:04', '2006/1/2 15:04:05', '2006/1/2', '2/1/2006 15:04', '2/1/2006', '1/2/2006 15:04', '1/2/2006', '1/2/2006 3:04 PM', 'unix', 'unix_ms'] as const;

/** A layout as people write it: 2006 is the year, 1 the month, 2 the day. */
const written = (layout: string): string => layout.replace('2006', 'YYYY').replace('15', 'HH').replace(/\b3\b/, 'hh').replace('04', 'mm').replace('05', 'ss').replace(/\b1\b/, 'M').replace(/\b2\b/, 'D');

/** How the times are read, when there is more than one way. */
export function TimeRow({ m, onChange }: { m: Mapping; onChange: (m: Mapping) => void }) {
  const { t } = useTranslation('imports');
  const all = [...new Set([...(m.time_format ? [m.time_format] : []), ...layouts])];
  const note = (l: string) => (l.startsWith('2/1') ? ` · ${t('map.format.dayFirst')}` : l.startsWith('1/2') ? ` · ${t('map.format.monthFirst')}` : '');
  return (
    <tr>
      <td />
      <td />
      <td className={css.label}>{t('map.format.title')}</td>
      <td colSpan={3}>
        <Select size="small" className={css.ruleWide} value={m.time_format || undefined} placeholder={t('map.format.auto')} aria-label={t('map.format.title')} onChange={(time_format: string) => onChange({ ...m, time_format })} options={all.map((value) => ({ value, label: written(value) + note(value) }))} />
      </td>
    </tr>
  );
}
