import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { CircleCheck, CircleDashed, CircleHelp } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body } from '@/api/client';
import { useWorkspace } from '@/app/session';
import css from './list.module.css';
import { Miniature } from './Miniature';
import type { Template } from './model/types';

interface Props { template: Template; word: (w: { en: string; zh: string }) => string; busy: boolean; onUse: (names: Record<string, string>) => void }

/** One template: how it will look, and which of the workspace's names it takes. A guess says that it is one. */
export function TemplateChoice({ template, word, busy, onUse }: Props) {
  const { t } = useTranslation('dashboards');
  const ws = useWorkspace().slug;
  const id = useId();
  const slots = template.slots ?? [];
  const [names, setNames] = useState<Record<string, string>>(() => Object.fromEntries(slots.map((s) => [s.key, s.found ?? ''])));
  const seen = useQuery({ queryKey: ['names', ws], staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/names', { signal })) });
  const made = (template.cards ?? []).filter((c) => (c.needs ?? []).every((n) => names[n]));
  const lacks = slots.some((s) => s.needed && !names[s.key]);
  const options = (kind: 'event' | 'property') => ((kind === 'event' ? seen.data?.events : seen.data?.properties) ?? []).map((n) => ({ value: n, label: n }));
  return (
    <div className={css.chosen}>
      <div className={css.preview}><Miniature whole cards={made.map((c) => ({ form: c.form, ...c.place }))} /></div>
      <div className={css.slots}>
        {slots.map((s) => {
          const name = names[s.key];
          const Icon = name ? (name === s.found ? CircleHelp : CircleCheck) : CircleDashed;
          return [
            <label key={`${s.key}-l`} htmlFor={`${id}-${s.key}`}><Icon size={14} strokeWidth={1.5} className={name ? (name === s.found ? css.guess : css.sure) : css.lack} aria-hidden />{word(s.label)}</label>,
            <Select key={s.key} id={`${id}-${s.key}`} size="small" showSearch allowClear={!s.needed} value={name || undefined} options={options(s.kind)} loading={seen.isPending}
              status={s.needed && !name ? 'warning' : undefined} placeholder={s.needed ? t('template.missing') : t('template.optional')} onChange={(v?: string) => setNames({ ...names, [s.key]: v ?? '' })} />,
          ];
        })}
      </div>
      <div className={css.use}>
        <span className="caption">{t('template.making', { count: made.length })}</span>
        <Button type="primary" loading={busy} disabled={lacks || made.length === 0} onClick={() => onUse(names)}>{t('template.use')}</Button>
      </div>
    </div>
  );
}
