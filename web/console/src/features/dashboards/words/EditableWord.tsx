import { Popover } from 'antd';
import type { ReactNode } from 'react';

import css from '../board.module.css';

interface Props { label: string; text: string; open: boolean; onOpen: (open: boolean) => void; children: ReactNode }

/** A word of the sentence; pressed, it opens what changes it. */
export function EditableWord({ label, text, open, onOpen, children }: Props) {
  return (
    <Popover open={open} onOpenChange={onOpen} trigger="click" placement="bottomLeft" arrow={false} destroyOnHidden content={children}>
      <button type="button" className={css.word} aria-expanded={open} aria-haspopup="dialog" aria-label={`${label}: ${text}`}>{text}</button>
    </Popover>
  );
}
