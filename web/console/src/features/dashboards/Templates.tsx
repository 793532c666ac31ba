import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { useFormat, useTo, useWorkspace } from '@/app/session';
import { Failed, Skeleton } from '@/design';
import { useKeepBoard } from './api';
import css from './list.module.css';
import { TemplateChoice } from './TemplateChoice';

/** Pages to begin with, filled with what this workspace really has; or a blank one. */
export function Templates({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const ws = useWorkspace().slug;
  const navigate = useNavigate(), to = useTo(), keep = useKeepBoard(), say = useToast();
  const [key, setKey] = useState('core');
  const [busy, setBusy] = useState(false);
  const list = useQuery({ queryKey: ['dashboard-templates', ws], queryFn: async ({ signal }) => body(await api.GET('/api/v1/dashboard-templates', { signal })) });
  const zh = f.language === 'zh-CN';
  const word = (w: { en: string; zh: string }) => (zh ? w.zh : w.en);
  const chosen = list.data?.find((x) => x.key === key);
  const make = async (act: () => Promise<{ id: number }>, edit: boolean) => {
    setBusy(true);
    try {
      const made = await act();
      await navigate(to(`dashboards/${made.id}${edit ? '?edit=1' : ''}`));
    } catch (error) {
      say({ tone: 'failed', text: String((error as Error).message) });
      setBusy(false);
    }
  };
  const use = (names: Record<string, string>) => make(async () => {
    const d = body(await api.POST('/api/v1/dashboard-templates/{template}', { params: { path: { template: key } }, body: { language: zh ? 'zh' : 'en', names } }));
    keep(d);
    return d;
  }, false);
  const blank = () => make(async () => {
    const d = body(await api.POST('/api/v1/dashboards', { body: { name: t('untitled'), shared: { range: { last: '30d' }, compare: true }, cards: [] } }));
    keep(d);
    return d;
  }, true);
  return (
    <Modal open width={860} title={t('template.title')} onCancel={onClose} footer={null}>
      {list.isPending && <Skeleton kind="rows" height={420} />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} height={420} />}
      {list.data && (
        <div className={css.templates}>
          <div className={css.choices}>
            {list.data.map((x) => (
              <button key={x.key} type="button" className={css.choice} aria-pressed={x.key === key} onClick={() => setKey(x.key)}>
                {word(x.name)}<span>{word(x.description)}</span>
              </button>
            ))}
            <button type="button" className={css.choice} disabled={busy} onClick={() => void blank()}>{t('blank')}<span>{t('template.blankHint')}</span></button>
          </div>
          {chosen && <TemplateChoice key={key} template={chosen} word={word} busy={busy} onUse={(names) => void use(names)} />}
        </div>
      )}
    </Modal>
  );
}
