import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Avatar } from '@/design';
import { Cell } from './Cell';
import { codeOf, type Field } from './field';
import { isNumber } from './layout';
import css from './list.module.css';
import { nameOf, shortID } from './name';
import type { Row } from './useRows';

interface Props {
  index: number;
  row: Row | undefined;
  y: number;
  template: string;
  columns: Field[];
  selected: boolean;
  onSelect: (row: Row) => void;
  onOpen: (person: number) => void;
}

/** One person. Drawn again only when something of it changes, so that scrolling stays cheap. */
export const ListRow = memo(function ListRow({ index, row, y, template, columns, selected, onSelect, onOpen }: Props) {
  const { t } = useTranslation('people');
  const to = useTo(), f = useFormat();
  const place = { gridTemplateColumns: template, transform: `translateY(${y}px)` };
  if (!row) {
    return <div className={css.row} style={place} role="row" aria-rowindex={index + 2} aria-hidden><span /><i className={css.bone} style={{ width: `${40 + ((index * 37) % 40)}%` }} />{columns.map((c) => <i key={codeOf(c)} className={css.bone} />)}</div>;
  }
  const name = nameOf(row, t);
  const click = (e: MouseEvent) => { if (!(e.target as Element).closest('a, label, input')) onOpen(row.person); };
  return (
    <div className={`${css.row} ${selected ? css.selected : ''}`} style={place} role="row" aria-rowindex={index + 2} aria-selected={selected} onClick={click}>
      <span role="cell"><input type="checkbox" className={css.check} checked={selected} onChange={() => onSelect(row)} aria-label={t('select', { name })} /></span>
      <span role="cell" className={css.person}>
        <Avatar name={name} id={row.person} anonymous={row.named_by === 'anonymous'} size={26} />
        <Link to={to(`people/${row.person}`)} className={css.name}>{name}</Link>
        <span className={css.id}>{shortID(row)}</span>
      </span>
      {columns.map((c, i) => <span key={codeOf(c)} role="cell" className={isNumber(c) ? `num ${css.right}` : css.cell}><Cell field={c} value={row.cells?.[i]} f={f} t={t} /></span>)}
    </div>
  );
});
