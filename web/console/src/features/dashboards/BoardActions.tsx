import { Button, Dropdown, Tooltip, type MenuProps } from 'antd';
import { Copy, Ellipsis, Link2, Mail, Maximize, RotateCw, Trash2, Undo2 } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, body } from '@/api/client';
import { lazyPart } from '@/app/lazy';
import { useToast } from '@/app/notices';
import { useTo } from '@/app/session';
import { useDropBoard, useKeepBoard } from './api';
import css from './board.module.css';
import type { Draft } from './edit/useDraft';
import type { Board } from './model/types';

const MailDialog = lazyPart(() => import('./mail/MailDialog').then((m) => m.MailDialog));

interface Props { board: Board; may: boolean; draft: Draft | null; saving: boolean; renewing: boolean; frame: RefObject<HTMLDivElement | null>; onRefresh: () => void; onEdit: () => void; onCancel: () => void; onDone: () => void; onCopy: () => void }

/** What one can do with a dashboard, in the top bar. */
export function BoardActions({ board, may, draft, saving, renewing, frame, onRefresh, onEdit, onCancel, onDone, onCopy }: Props) {
  const { t } = useTranslation('dashboards');
  const say = useToast(), navigate = useNavigate(), to = useTo(), keep = useKeepBoard(), drop = useDropBoard();
  const [mailing, setMailing] = useState(false);
  if (draft) {
    return (
      <>
        <Tooltip title={t('undo')}><Button type="text" aria-label={t('undo')} disabled={!draft.changed} icon={<Undo2 size={16} strokeWidth={1.5} />} onClick={draft.undo} /></Tooltip>
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="primary" loading={saving} onClick={onDone}>{saving ? t('saving') : t('done')}</Button>
      </>
    );
  }
  const remove = async () => {
    const path = { dashboard: board.id };
    await api.DELETE('/api/v1/dashboards/{dashboard}', { params: { path } });
    await navigate(to('dashboards'));
    drop(board.id);
    say({
      text: t('removed', { name: board.name }),
      undo: () => void api.POST('/api/v1/dashboards/{dashboard}/restore', { params: { path } }).then((r) => { keep(body(r)); say({ text: t('restored', { name: board.name }) }); }),
    });
  };
  const copyLink = async () => { await navigator.clipboard.writeText(location.href); say({ text: t('shared') }); };
  const items: MenuProps['items'] = [
    { key: 'share', icon: <Link2 size={14} strokeWidth={1.5} />, label: t('share'), onClick: () => void copyLink() },
    { key: 'full', icon: <Maximize size={14} strokeWidth={1.5} />, label: t('full'), onClick: () => void frame.current?.requestFullscreen() },
    ...(may ? [
      { key: 'copy', icon: <Copy size={14} strokeWidth={1.5} />, label: t('duplicate'), onClick: onCopy },
      { type: 'divider' as const },
      { key: 'remove', icon: <Trash2 size={14} strokeWidth={1.5} />, label: t('remove'), danger: true, onClick: () => void remove() },
    ] : []),
  ];
  return (
    <>
      <Tooltip title={t('refresh')}><Button type="text" aria-label={t('refresh')} loading={renewing} icon={<RotateCw size={16} strokeWidth={1.5} />} onClick={onRefresh} /></Tooltip>
      <Dropdown menu={{ items }} trigger={['click']}><Button type="text" aria-label={t('moreActions')} icon={<Ellipsis size={16} strokeWidth={1.5} />} /></Dropdown>
      <Button className={css.wide} icon={<Mail size={16} strokeWidth={1.5} />} onClick={() => setMailing(true)}>{t('mail.button')}</Button>
      {may && <Button className={css.wide} type="primary" onClick={onEdit}>{t('edit')}</Button>}
      {mailing && <MailDialog board={board} may={may} onClose={() => setMailing(false)} />}
    </>
  );
}
