import { FileText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import type { Import, Sheet } from './data';
import css from './imports.module.css';

const marks: Record<string, 'comma' | 'semicolon' | 'tab' | 'pipe'> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };

/** What the file is, in one line. */
export function FileLine({ i, sheet, children }: { i: Import; sheet: Sheet; children?: ReactNode }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const { found } = sheet;
  const mark = marks[found.delimiter ?? ''];
  const rows = i.report?.rows ?? (sheet.draft?.whole ? sheet.draft.rows : undefined);
  const encoding = (['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const).find((e) => e === found.encoding);
  const format = (['csv', 'jsonl', 'parquet'] as const).find((e) => e === found.format);
  const parts = [
    i.name, f.bytes(i.size), rows !== undefined && t('found.rows', { count: rows }), format && format !== 'csv' && t(`found.${format}`),
    format !== 'parquet' && encoding && t(`found.encoding.${encoding}`) + (found.bom ? ` (${t('found.bom')})` : ''), found.gzip && t('found.gzip'),
    found.delimiter && (mark ? t(`found.${mark}`) : t('found.other', { mark: found.delimiter })),
  ].filter(Boolean);
  return (
    <div className={css.fileLine}>
      <FileText size={14} strokeWidth={1.5} aria-hidden />
      <span className="num">{parts.join(f.language === 'en' ? ', ' : '，')}</span>
      {children}
    </div>
  );
}
