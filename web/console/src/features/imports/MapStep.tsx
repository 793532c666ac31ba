import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Card, Tag } from '@/design';
import { ColumnRow } from './ColumnRow';
import type { Import, Mapping, Sheet } from './data';
import { FileLine } from './FileLine';
import css from './imports.module.css';
import { explicit, tally } from './mapping';
import { RowKind } from './RowKind';
import { RowRules } from './RowRules';
import { RowSentence } from './RowSentence';
import { TimeRow } from './TimeRow';
import { ValueRow } from './ValueRow';
import { useLacks } from './words';

interface Props { i: Import; sheet: Sheet; busy: boolean; remember: boolean; onRemember: (yes: boolean) => void; onChange: (m: Mapping) => void }

/** What the columns are: a guess for each that says why, to be corrected in place. */
export function MapStep({ i, sheet, busy, remember, onRemember, onChange }: Props) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const lacks = useLacks();
  const columns = sheet.columns ?? [];
  const m = explicit(sheet.mapping, columns);
  const read = new Map((i.report?.filled ?? []).map((c) => [c.column, c.read]));
  return (
    <>
      <RowSentence m={m} />
      <FileLine i={i} sheet={sheet}>
        <span>{t('map.tally', tally(sheet))}</span>
        {sheet.recipe && <Tag tone="info">{t('map.recipe', { name: sheet.recipe })}</Tag>}
        <label className={css.remember}><Switch size="small" checked={remember} onChange={onRemember} aria-label={t('map.remember')} />{t('map.remember')}</label>
      </FileLine>
      <RowKind m={m} columns={columns} onChange={onChange} />
      {sheet.lacks && <p className={css.lacks} role="status"><b>{t('map.invalid')}</b>{lacks(sheet.lacks)}</p>}
      <Card flush className={busy ? css.busy : ''}>
        <div className={css.scroll}>
          <table className={css.mapTable} aria-busy={undefined}>
            <thead>
              <tr><th>{t('map.head.column')}</th><th aria-hidden /><th>{t('map.head.is')}</th><th>{t('map.head.to')}</th><th className={css.right}>{t('map.head.read')}</th><th>{t('map.head.why')}</th></tr>
            </thead>
            <tbody>
              {columns.map((c) => [
                <ColumnRow key={c.name} c={c} m={m} zone={m.zone || f.zone} read={read.get(c.name) ?? c.read} onChange={onChange} />,
                c.role === 'time' && (c.why === 'day_or_month' || sheet.lacks?.field === 'time_format' || /^[12]\/[12]/.test(m.time_format ?? '')) ? <TimeRow key={`${c.name} time`} m={m} onChange={onChange} /> : null,
                c.role === 'event' && m.event_column === c.name ? <ValueRow key={`${c.name} values`} m={m} values={sheet.values ?? []} onChange={onChange} /> : null,
              ])}
            </tbody>
          </table>
        </div>
      </Card>
      <RowRules m={m} columns={columns} onChange={onChange} />
      <p className={css.foot}>
        {sheet.draft && t(sheet.draft.whole ? 'foot.whole' : 'foot.sample', { rows: f.number(sheet.draft.rows) })} · {t('foot.zone', { zone: m.zone || f.zone })} · {t('foot.safe')}
      </p>
    </>
  );
}
