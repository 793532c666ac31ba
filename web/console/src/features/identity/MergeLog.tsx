import { Button, Input, Select } from 'antd';
import { Merge, Search, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Card, Empty, Failed, Mark, Skeleton } from '@/design';
import { mostShown, useMay, useMerges, useTypeName, type Line } from './data';
import css from './identity.module.css';
import { Who } from './Suggestions';

interface Props { params: URLSearchParams; set: (change: Record<string, string>) => void; onUndo: (number: number) => void }

/** Every merge there was: nothing is ever taken out of it, an undo is written beside. */
export function MergeLog({ params, set, onUndo }: Props) {
  const { t } = useTranslation('identity');
  const asked = { text: params.get('id') ?? '', rule: params.get('rule') ?? '', state: params.get('state') ?? '', before: Number(params.get('before') ?? 0) };
  const [text, setText] = useState(asked.text);
  const query = useMerges(asked);
  const lines = query.data?.merges ?? [];
  const narrowed = asked.text !== '' || asked.rule !== '' || asked.state !== '';
  const last = lines[lines.length - 1]?.number ?? 0;
  return (
    <Card flush title={t('log.title')} note={t('log.note')} className={css.card}>
      <div className={css.tools}>
        <Input className={css.search} prefix={<Search size={14} strokeWidth={1.5} aria-hidden />} allowClear value={text} placeholder={t('log.search')} aria-label={t('log.search')}
          onChange={(e) => { setText(e.target.value); if (e.target.value === '') set({ id: '', before: '' }); }} onPressEnter={() => set({ id: text.trim(), before: '' })} onBlur={() => { if (text.trim() !== asked.text) set({ id: text.trim(), before: '' }); }} />
        <Select value={asked.rule} aria-label={t('log.anyRule')} onChange={(v: string) => set({ rule: v, before: '' })} options={[{ value: '', label: t('log.anyRule') }, ...(['event', 'alias', 'operator'] as const).map((r) => ({ value: r, label: t(`rule.${r}`) }))]} />
        <Select value={asked.state} aria-label={t('log.anyState')} onChange={(v: string) => set({ state: v, before: '' })} options={[{ value: '', label: t('log.anyState') }, { value: 'holds', label: t('log.holds') }, { value: 'undone', label: t('log.undone') }]} />
      </div>
      {query.isPending ? <Skeleton kind="rows" height={320} />
        : query.error && !query.data ? <Failed error={query.error} height={320} onRetry={() => void query.refetch()} />
        : lines.length === 0 ? <Empty height={220} title={t(narrowed ? 'log.nothing' : 'log.none')}>{t(narrowed ? 'log.nothingHint' : 'log.noneHint')}</Empty>
        : <ol className={css.list}>{lines.map((m) => <Row key={m.number} line={m} onUndo={onUndo} />)}</ol>}
      {(asked.before > 0 || query.data?.more) && (
        <div className={css.pages}>
          <Button type="text" disabled={asked.before === 0} onClick={() => set({ before: '' })}>{t('log.newest')}</Button>
          <Button type="text" disabled={!query.data?.more} onClick={() => set({ before: String(last) })}>{t('log.older', { count: mostShown })}</Button>
        </div>
      )}
    </Card>
  );
}

function Row({ line: m, onUndo }: { line: Line; onUndo: (number: number) => void }) {
  const { t } = useTranslation('identity');
  const f = useFormat();
  const may = useMay('operate');
  const type = useTypeName();
  const person = m.sides?.[1];
  const joined = m.ids?.[0];
  return (
    <li className={`${css.merge} ${m.undone ? css.undone : ''}`}>
      <span className={`num ${css.when}`}>{f.moment(m.at)}</span>
      <Mark ours={m.rule === 'operator'} icon={m.undone ? <Undo2 size={14} strokeWidth={1.5} /> : <Merge size={14} strokeWidth={1.5} />} />
      <span className={css.what}>
        <span>{joined ? <>{type(joined.kind)} <code>{joined.id}</code></> : t('log.number', { person: m.from })}</span>
        <span className="ink3">{t('log.into')}</span>
        {person && <Who card={person} />}
      </span>
      <span className={css.ground}>
        <span>{m.rule === 'operator' ? m.by || t('rule.operator') : m.id ? <>{t('log.same', { type: type(m.type ?? '') })}{m.id !== joined?.id && <> <code>{m.id}</code></>}</> : t(`rule.${m.rule}`)}</span>
        {(m.why || m.rule !== 'operator') && <small>{m.why || t(`rule.${m.rule}`)}</small>}
      </span>
      <span className={css.state}>
        {m.undone ? <small title={m.undone.why}>{t('log.undoneBy', { name: m.undone.by || t('rule.operator'), when: f.ago(m.undone.at) })}</small>
          : may && <Button type="link" size="small" danger aria-label={t('log.undoOf', { number: m.number })} onClick={() => onUndo(m.number)}>{t('log.undo')}</Button>}
      </span>
    </li>
  );
}
