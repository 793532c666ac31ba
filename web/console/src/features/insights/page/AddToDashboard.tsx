import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { LayoutDashboard, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, ApiError, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { useTo } from '@/app/session';
import { Failed, Skeleton } from '@/design';
import { Picker } from '../editor/Picker';
import { list } from '../model/question';
import type { Insight } from '../saved';
import css from './page.module.css';

/** Puts a saved insight on a dashboard, or on a new one. */
export function AddToDashboard({ insight, dirty }: { insight: Insight; dirty?: boolean }) {
  const { t } = useTranslation('insights');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<LayoutDashboard size={15} strokeWidth={1.5} />} disabled={dirty} title={dirty ? t('page.addFirst') : undefined} onClick={() => setOpen(true)}>{t('page.addTo')}</Button>
      {open && <Modal open title={t('page.addTitle')} footer={null} width={400} onCancel={() => setOpen(false)} styles={{ body: { margin: '0 -24px -20px' } }}><Choose insight={insight} onDone={() => setOpen(false)} /></Modal>}
    </>
  );
}

function Choose({ insight, onDone }: { insight: Insight; onDone: () => void }) {
  const { t } = useTranslation('insights');
  const { ws } = useParams();
  const toast = useToast(), navigate = useNavigate(), to = useTo();
  const boards = useQuery({ queryKey: ['dashboards', ws, 'names'], queryFn: async ({ signal }) => body(await api.GET('/api/v1/dashboards', { params: { query: { limit: 100 } }, signal })) });
  const card = { kind: 'insight' as const, insight: insight.id, x: 0, y: 0, w: 0, h: 0 };
  const put = async (work: () => Promise<{ id: number; name: string }>) => {
    try {
      const board = await work();
      onDone();
      toast({ text: t('page.added', { name: board.name }) });
      void navigate(to(`dashboards/${board.id}`));
    } catch (error) {
      toast({ tone: 'failed', text: error instanceof ApiError ? [error.message, error.hint].filter(Boolean).join(' · ') : String(error) });
    }
  };
  const onto = (id: number) => void put(async () => body(await api.POST('/api/v1/dashboards/{dashboard}/cards', { params: { path: { dashboard: id } }, body: card })));
  const fresh = () => void put(async () => body(await api.POST('/api/v1/dashboards', { body: { name: insight.name, shared: { range: insight.question.range }, cards: [card] } })));
  if (boards.isPending) return <Skeleton kind="rows" height={200} />;
  if (boards.error) return <Failed error={boards.error} height={200} onRetry={() => void boards.refetch()} />;
  return (
    <Picker choices={list(boards.data.dashboards).map((d) => ({ key: String(d.id), name: d.name, note: d.description }))} chosen={[]} onChoose={(id) => onto(Number(id))} placeholder={t('list.search')} empty={t('page.noBoards')}
      foot={<div className={css.fresh}><Button type="text" icon={<Plus size={14} strokeWidth={1.5} />} onClick={fresh}>{t('page.newBoard', { name: insight.name })}</Button></div>} />
  );
}
