import { Button } from 'antd';
import { Plus, Type } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';

import { api, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Empty, Tag } from '@/design';
import { useAllowed, useAnswers, useKeepBoard } from './api';
import { BoardActions } from './BoardActions';
import { BoardSentence } from './BoardSentence';
import css from './board.module.css';
import { Conflict } from './edit/Conflict';
import { Inspector } from './edit/Inspector';
import { PickInsight } from './edit/PickInsight';
import { freshId, useDraft } from './edit/useDraft';
import { useLeaveGuard } from './edit/useLeaveGuard';
import { useSave } from './edit/useSave';
import { Foot } from './Foot';
import { Grid } from './Grid';
import { below } from './model/grid';
import { contentOf, sent, type Board, type Card, type Shared } from './model/types';
import { choose, isOverridden, overridden } from './model/view';

/** A dashboard as it is looked at, and as it is arranged. */
export function BoardView({ board }: { board: Board }) {
  const { t } = useTranslation('dashboards');
  const [params, setParams] = useSearchParams();
  const may = useAllowed('analyse');
  const say = useToast(), keep = useKeepBoard(), navigate = useNavigate(), to = useTo();
  const draft = useDraft();
  const frame = useRef<HTMLDivElement>(null);
  const [picking, setPicking] = useState(false);
  const leave = () => { draft.end(); setParams((p) => { p.delete('edit'); return p; }, { replace: true }); };
  const saving = useSave(board, leave);
  // Cards are arranged by pointer and arrow keys on a grid that a phone does not show.
  const [roomy] = useState(() => matchMedia('(min-width: 721px)').matches);
  const wantsEdit = params.has('edit') && may && roomy;
  const { begin, content } = draft;
  useEffect(() => { if (wantsEdit && !content) begin(contentOf(board)); }, [wantsEdit, content, begin, board]);
  const edited = wantsEdit ? content : null;
  useLeaveGuard(edited !== null && draft.changed && !saving.saving);

  const cards = edited?.cards ?? board.cards ?? [];
  const shared = useMemo(() => edited?.shared ?? overridden(params, board.shared), [edited, params, board.shared]);
  const { query, renew } = useAnswers({ id: board.id, shared, cards, draft: edited !== null });
  const [renewing, setRenewing] = useState(false);
  const refresh = async () => {
    setRenewing(true);
    try { await renew(); say({ text: t('refreshed') }); } catch (error) { say({ tone: 'failed', text: (error as Error).message }); } finally { setRenewing(false); }
  };
  const share = (next: Shared) => (edited ? draft.set({ shared: next }, 'shared') : setParams((p) => choose(p, board.shared, next), { replace: true }));
  const edit = (id?: string) => { begin(contentOf(board), id); setParams((p) => { p.set('edit', '1'); return p; }, { replace: true }); };
  const remove = (card: Card, title: string) => { draft.remove(card.id ?? ''); say({ text: t('card.removed', { title }), undo: draft.undo }); };
  const addText = () => draft.add({ id: freshId(cards), kind: 'text', title: t('textTitle'), text: t('textStart'), ...below(cards, 4, 4) });
  const addInsight = (insight: { id: number; name: string }) => { draft.add({ id: freshId(cards), kind: 'insight', insight: insight.id, title: '', form: 'auto', ...below(cards, 6, 5) }); setPicking(false); say({ text: t('pick.added', { name: insight.name }) }); };
  const copy = async () => {
    const source = edited ?? contentOf(board);
    const made = body(await api.POST('/api/v1/dashboards', { body: { ...source, name: t('copyName', { name: source.name }).slice(0, 80), cards: sent(source.cards) } }));
    keep(made);
    draft.end();
    saving.forget();
    await navigate(to(`dashboards/${made.id}`));
    say({ text: t('copied', { name: made.name }) });
  };
  const selected = edited?.cards.find((c) => c.id === draft.selected) ?? null;
  return (
    <div className={css.page} data-flush data-wide>
      <Top before={<Link to={to('dashboards')}>{t('name')}</Link>} title={edited?.name ?? board.name} note={edited && <Tag outlined>{t('editing')}</Tag>}
        actions={<BoardActions board={board} may={may} draft={edited ? draft : null} saving={saving.saving} frame={frame} renewing={renewing} onRefresh={() => void refresh()} onEdit={() => edit()} onCancel={leave} onDone={() => edited && (draft.changed ? saving.save(edited) : leave())} onCopy={() => void copy()} />} />
      <div className={css.middle}>
        <div className={css.scroll} ref={frame} onClick={(e) => { if (edited && e.target === e.currentTarget) draft.select(null); }}>
          <div className={css.head}>
            <BoardSentence shared={shared} cards={cards} onChange={share} reset={!edited && isOverridden(params) ? () => share(board.shared) : undefined} />
            {edited && <div className={css.adders}><Button icon={<Plus size={16} strokeWidth={1.5} />} onClick={() => setPicking(true)}>{t('addChart')}</Button><Button icon={<Type size={16} strokeWidth={1.5} />} onClick={addText}>{t('addText')}</Button></div>}
          </div>
          {cards.length === 0 ? <Empty title={t('blank')} height={320} actions={may && !edited && <Button onClick={() => edit()}>{t('edit')}</Button>}>{t('inspector.boardHint')}</Empty>
            : <Grid cards={cards} answers={query.data?.cards ?? {}} error={query.data ? null : query.error} waiting={query.isPlaceholderData || renewing} draft={edited ? draft : null} onEdit={may ? edit : undefined} onRemove={remove} onRetry={() => void query.refetch()} />}
        </div>
        {edited && <Inspector board={board} draft={draft} card={selected} answer={selected ? query.data?.cards[selected.id ?? ''] : undefined} shared={shared} onRemove={remove} />}
      </div>
      <Foot board={board} cards={cards} answers={query.data} onRetry={() => void refresh()} />
      {picking && <PickInsight cards={cards} onPick={addInsight} onClose={() => setPicking(false)} />}
      {saving.theirs && edited && <Conflict theirs={saving.theirs} onStay={saving.forget} onMine={() => saving.theirs && saving.save(edited, saving.theirs.version)} onCopy={() => void copy()} onTheirs={() => { if (saving.theirs) keep(saving.theirs); saving.forget(); leave(); }} />}
    </div>
  );
}
