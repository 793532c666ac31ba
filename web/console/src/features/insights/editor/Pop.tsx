import { Popover } from 'antd';
import type { ReactNode } from 'react';

import css from './editor.module.css';

interface Props { open: boolean; onOpen: (open: boolean) => void; content: ReactNode; children: ReactNode; placement?: 'bottomLeft' | 'rightTop' }

/** What floats beside a control while something is chosen. */
export function Pop({ open, onOpen, content, children, placement = 'bottomLeft' }: Props) {
  return (
    <Popover open={open} onOpenChange={onOpen} trigger="click" placement={placement} arrow={false} destroyOnHidden styles={{ container: { padding: 0 } }}
      content={<div className={css.pop} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); onOpen(false); } }}>{content}</div>}>
      {children}
    </Popover>
  );
}
