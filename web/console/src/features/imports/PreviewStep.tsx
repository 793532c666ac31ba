import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { Card, Tag } from '@/design';
import type { Import, Mapping, Sheet } from './data';
import { FileLine } from './FileLine';
import css from './imports.module.css';

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
const delimiters = [[',', 'comma'], [';', 'semicolon'], ['\t', 'tab'], ['|', 'pipe']] as const;

/** The file's first rows as they are: do names and contents fit, are letters letters? */
export function PreviewStep({ i, sheet, onChange }: { i: Import; sheet: Sheet; onChange: (m: Mapping) => void }) {
  const { t } = useTranslation('imports');
  const columns = sheet.columns ?? [], rows = sheet.rows ?? [];
  const text = sheet.found.format !== 'parquet';
  return (
    <>
      <FileLine i={i} sheet={sheet}>{sheet.recipe && <Tag tone="info">{t('map.recipe', { name: sheet.recipe })}</Tag>}</FileLine>
      <Card
        flush title={t('preview.title')} note={t('preview.note', { count: rows.length })}
        extra={text && (
          <span className={css.reading}>
            {sheet.found.format === 'csv' && (
              <Select size="small" aria-label={t('preview.delimiter')} value={sheet.found.delimiter} onChange={(delimiter: string) => onChange({ delimiter, encoding: sheet.found.encoding, zone: sheet.mapping.zone })}
                options={delimiters.map(([value, name]) => ({ value, label: t(`found.${name}`) }))} />
            )}
            <Select size="small" aria-label={t('preview.encoding')} value={sheet.found.encoding} disabled={sheet.found.bom} popupMatchSelectWidth={false}
              onChange={(encoding: string) => onChange({ encoding, zone: sheet.mapping.zone })} options={encodings.map((value) => ({ value, label: t(`found.encoding.${value}`) }))} />
          </span>
        )}
      >
        <div className={css.raw} tabIndex={0} role="region" aria-label={t('preview.title')}>
          <table className={css.rawTable}>
            <thead><tr><th className={css.right}>{t('preview.row')}</th>{columns.map((c) => <th key={c.name}>{c.name}</th>)}</tr></thead>
            <tbody>
              {rows.map((r) => <tr key={r.row}><td className={`num ${css.right} ink3`}>{r.row}</td>{columns.map((c, k) => <td key={c.name}>{r.cells?.[k]}</td>)}</tr>)}
            </tbody>
          </table>
        </div>
      </Card>
      <p className={css.hint}>{t('preview.fine')}</p>
    </>
  );
}
