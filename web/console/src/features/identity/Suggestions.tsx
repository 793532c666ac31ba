import { Button, Segmented } from 'antd';
import { ArrowLeftRight, Lightbulb } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Schemas } from '@/api/client';
import { useToast } from '@/app/notices';
import { useFormat, useTo } from '@/app/session';
import { Avatar, Card, Empty, Failed, Skeleton } from '@/design';
import { useMay, useSettling, useSuggestions, useTypeName, type Suggestion } from './data';
import css from './identity.module.css';

interface Props { dismissed: boolean; onShow: (dismissed: boolean) => void; onCompare: (from: number, into: number) => void }

/** Pairs that may be one person, with what speaks for it. */
export function Suggestions({ dismissed, onShow, onCompare }: Props) {
  const { t } = useTranslation('identity');
  const query = useSuggestions(dismissed);
  const lines = query.data?.suggestions ?? [];
  return (
    <Card flush title={t('suggest.title')} note={t('suggest.note')} className={css.card}
      extra={<Segmented size="small" value={dismissed ? 'dismissed' : 'open'} onChange={(v) => onShow(v === 'dismissed')} options={[{ value: 'open', label: t('suggest.open') }, { value: 'dismissed', label: t('suggest.dismissed') }]} />}>
      {query.isPending ? <Skeleton kind="rows" height={180} />
        : query.error && !query.data ? <Failed error={query.error} height={180} onRetry={() => void query.refetch()} />
        : lines.length === 0 ? <Empty height={150} title={t(dismissed ? 'suggest.noneDismissed' : 'suggest.none')}>{t(dismissed ? 'suggest.noneDismissedHint' : 'suggest.noneHint')}</Empty>
        : <ul className={css.list}>{lines.map((s) => <Row key={`${s.owner}-${s.other}-${s.type}-${s.id}-${s.why}`} line={s} onCompare={onCompare} />)}</ul>}
    </Card>
  );
}

function Row({ line: s, onCompare }: { line: Suggestion; onCompare: Props['onCompare'] }) {
  const { t } = useTranslation('identity');
  const f = useFormat();
  const may = useMay('operate');
  const settle = useSettling();
  const say = useToast();
  const type = useTypeName();
  const [a, b] = s.persons ?? [];
  if (!a || !b) return null;
  const change = (dismissed: boolean) => settle.mutate({ owner: s.owner, other: s.other, dismissed }, {
    onSuccess: () => { if (dismissed) say({ text: t('suggest.settled', { a: a.name, b: b.name }), undo: () => change(false) }); },
  });
  return (
    <li className={css.suggestion}>
      <Who card={a} /><ArrowLeftRight size={14} strokeWidth={1.5} className={css.between} aria-hidden /><Who card={b} />
      <div className={css.evidence}>
        <span><Lightbulb size={13} strokeWidth={1.5} aria-hidden />{t(`suggest.why.${s.why}`, { type: type(s.type) })} <code>{s.id}</code></span>
        <span className="caption">{t('suggest.times', { count: s.times, formatted: f.number(s.times) })} · {s.settled ? t('suggest.by', { name: s.by ?? '', when: f.ago(s.settled) }) : t('suggest.last', { when: f.ago(s.last) })}{s.others > 1 && ` · ${t('suggest.others', { count: s.others })}`}</span>
      </div>
      <div className={css.acts}>
        <Button size="small" onClick={() => onCompare(s.other, s.owner)}>{t('suggest.compare')}</Button>
        {may && <Button size="small" type="text" loading={settle.isPending} onClick={() => change(!s.settled)}>{t(s.settled ? 'suggest.reopen' : 'suggest.dismiss')}</Button>}
      </div>
    </li>
  );
}

export function Who({ card }: { card: Schemas['PeopleCard'] }) {
  const { t } = useTranslation('identity');
  const to = useTo();
  const name = card.name || t('nobody', { person: card.person });
  const id = card.ids?.find((i) => i.id !== card.name)?.id;
  return (
    <Link to={to(`people/${card.person}`)} className={css.who}>
      <Avatar name={name} id={card.person} anonymous={card.named_by === 'anonymous'} />
      <span><b>{name}</b>{id && <small className="mono">{id}</small>}</span>
    </Link>
  );
}
