import { Button, Input } from 'antd';
import { ArrowUp, Info, Pause, Play, Search } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useFormat } from '@/app/session';
import { Top } from '@/app/top';
import { Empty, Failed, Skeleton } from '@/design';
import { useTitles } from '@/app/catalogue';
import { useSources } from '../data';
import { keyOf } from './feed';
import { Filters, filterOf, isNarrow } from './Filters';
import { Inspector } from './Inspector';
import css from './live.module.css';
import { Pulse } from './Pulse';
import { Rows } from './Rows';
import { say, whoIs } from './say';
import { useLive } from './useLive';
import { useNames } from './useNames';

/** What arrives, as it does; the list never moves under who reads it. */
export function LivePage() {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterOf(params), [params]);
  const [paused, setPaused] = useState(false);
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const pointing = useRef(false);
  const chosen = params.get('at');
  const reading = useCallback(() => pointing.current || chosen !== null || (list.current?.scrollTop ?? 0) > 4, [chosen]);
  const { live, seconds, connection, error, release } = useLive(filter, paused, reading);
  const titleOf = useTitles();
  const nameOf = useNames(live.shown);
  const sources = useSources().data?.sources ?? [];
  const sourceOf = (id: number) => sources.find((s) => s.id === id)?.name ?? `#${id}`;
  const wanted = text.trim().toLowerCase();
  const shown = wanted === '' ? live.shown : live.shown.filter((e) => [e.name, titleOf(e.name), whoIs(e).name, nameOf(e.person), e.user_id, e.message_id, say(e), sourceOf(e.source), e.reason].join(' ').toLowerCase().includes(wanted));
  const at = shown.findIndex((e) => keyOf(e) === chosen);
  const opened = at >= 0 ? shown[at] : live.shown.find((e) => keyOf(e) === chosen);
  // Rows are many and come often: what they are given stays the same, so that only new ones are drawn.
  const set = useRef(setParams);
  set.current = setParams;
  const choose = useCallback((key: string | null) => set.current((had) => { const p = new URLSearchParams(had); if (key) p.set('at', key); else p.delete('at'); return p; }, { replace: true, preventScrollReset: true }), []);
  const showHeld = () => { release(); list.current?.scrollTo({ top: 0 }); };
  const lost = connection === 'lost';
  return (
    <>
      <Top />
      <div className={css.page} data-flush>
        <div className={css.main}>
          <div className={css.tools}>
            <Input className={css.search} allowClear prefix={<Search size={15} strokeWidth={1.5} />} aria-label={t('live.search')} placeholder={t('live.search')} value={text} onChange={(e) => setText(e.target.value)} />
            <Filters sources={sources} titleOf={titleOf} />
            <Button className={css.pause} aria-pressed={paused} icon={paused ? <Play size={15} strokeWidth={1.5} /> : <Pause size={15} strokeWidth={1.5} />} onClick={() => setPaused(!paused)}>{paused ? t('live.go') : t('live.pause')}</Button>
          </div>
          <Pulse seconds={seconds} paused={paused} />
          <section className={css.card} aria-label={t('entry.live')}>
            {live.held.length > 0 && <button type="button" className={css.pill} onClick={showHeld}><ArrowUp size={14} strokeWidth={1.75} aria-hidden />{t('live.held', { count: live.held.length, formatted: `${f.number(live.held.length)}${live.dropped > 0 ? '+' : ''}` })}</button>}
            <div ref={list} className={css.scroll} onPointerEnter={(e) => { pointing.current = e.pointerType === 'mouse'; }} onPointerLeave={() => { pointing.current = false; }}>
              {shown.length > 0 && <Rows events={shown} chosen={chosen} onChoose={choose} titleOf={titleOf} sourceOf={sourceOf} nameOf={nameOf} />}
              {shown.length === 0 && connection === 'connecting' && <Skeleton kind="rows" height={360} words={t('live.connecting')} />}
              {shown.length === 0 && lost && <Failed error={error} height={360} />}
              {shown.length === 0 && connection === 'open' && (wanted !== '' || isNarrow(filter) ? <Empty title={t('live.noneHere')} height={360}>{t('live.noneHereHint')}</Empty> : <Empty title={t('live.none')} height={360}>{t('live.noneHint')}</Empty>)}
            </div>
          </section>
          <p className={css.line}>
            <Info size={14} strokeWidth={1.5} aria-hidden />
            <span>{lost ? t('live.lost') : paused ? t('live.pausedLine') : t('live.every')}</span>
            <Skipped seconds={seconds} />
            <span>{t('zone', { zone: f.zone })}</span>
          </p>
        </div>
        {opened && <Inspector key={keyOf(opened)} event={opened} titleOf={titleOf} sourceOf={sourceOf} nameOf={nameOf} onClose={() => choose(null)}
          onUp={at > 0 ? () => choose(keyOf(shown[at - 1]!)) : undefined} onDown={at >= 0 && at < shown.length - 1 ? () => choose(keyOf(shown[at + 1]!)) : undefined} />}
      </div>
    </>
  );
}

/** More came than was shown: said, not hidden. */
function Skipped({ seconds }: { seconds: readonly { skipped?: number }[] }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const n = seconds.reduce((sum, s) => sum + (s.skipped ?? 0), 0);
  return n > 0 ? <span className="warn num">{t('live.skipped', { count: n, formatted: f.number(n) })}</span> : null;
}
