import { useQueries } from '@tanstack/react-query';
import { Keyboard, Languages, LogOut, Moon, Search, Sun, type LucideIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '@/api/client';
import { Kbd } from '@/design';
import type { Hit } from './feature';
import { features } from './features';
import css from './palette.module.css';
import { useChoose } from './choices';
import { useLanguage, useScheme } from './preferences';
import { useOpenEntries } from './rights';
import { useTo } from './session';

const kinds = ['go', 'insights', 'people', 'do'] as const;

/** One box for three things: where to go, whom to find, what to do. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const { t } = useTranslation();
  const to = useTo();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => { const timer = setTimeout(() => setAsked(text.trim()), 150); return () => clearTimeout(timer); }, [text]);
  const finders = features.flatMap((f) => (f.find ? [f.find] : []));
  const found = useQueries({ queries: finders.map((find, i) => ({ queryKey: ['palette', i, asked], enabled: asked !== '', staleTime: 10_000, retry: false, queryFn: ({ signal }: { signal: AbortSignal }) => find(asked, signal) })) });
  const own = useOwnHits(text.trim(), onHelp);
  const hits = useMemo(() => [...own, ...(asked ? found.flatMap((q) => q.data ?? []) : [])].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind)), [own, found, asked]);
  const current = Math.min(at, hits.length - 1);
  useEffect(() => { list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }); }, [current]);

  const run = (hit: Hit | undefined, away: boolean) => {
    if (!hit) return;
    if (hit.path !== undefined && away) { window.open(to(hit.path)); return; }
    onClose();
    if (hit.path !== undefined) void navigate(to(hit.path)); else hit.run?.();
  };
  const key = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === 'ArrowDown') { e.preventDefault(); setAt((current + 1) % Math.max(1, hits.length)); }
    else if (e.key === 'ArrowUp') { e.preventDefault(); setAt((current - 1 + hits.length) % Math.max(1, hits.length)); }
    else if (e.key === 'Enter') { e.preventDefault(); run(hits[current], e.ctrlKey || e.metaKey); }
    else if (e.key === 'Escape') { e.preventDefault(); onClose(); }
  };
  const searching = text.trim() !== asked || (asked !== '' && found.some((q) => q.isPending));

  return (
    <div className={css.scrim} onPointerDown={(e) => { if (e.target === e.currentTarget) onClose(); }}>
      <div className={css.box} role="dialog" aria-modal aria-label={t('palette.title')} onKeyDown={key}>
        <div className={css.ask}>
          <Search size={18} strokeWidth={1.5} aria-hidden />
          <input autoFocus value={text} placeholder={t('palette.placeholder')} aria-label={t('palette.placeholder')} role="combobox" aria-expanded aria-controls="palette-hits"
            aria-activedescendant={hits[current] ? `hit-${current}` : undefined} onChange={(e) => { setText(e.target.value); setAt(0); }} />
          <span className={css.count}>{searching ? t('palette.searching') : text ? t('palette.found', { count: hits.length }) : ''}</span>
          <button type="button" onClick={onClose} aria-label={t('close')}><Kbd>Esc</Kbd></button>
        </div>
        <div ref={list} id="palette-hits" role="listbox" aria-label={t('palette.title')} className={css.hits}>
          {hits.map((h, i) => (
            <div key={`${h.kind}${h.key}`}>
              {(i === 0 || hits[i - 1]?.kind !== h.kind) && <div className={css.kind}>{t(`palette.${h.kind}`)}</div>}
              <Row hit={h} id={`hit-${i}`} text={text.trim()} current={i === current} onPoint={() => setAt(i)} onRun={(away) => run(h, away)} />
            </div>
          ))}
          {hits.length === 0 && !searching && <p className={css.none}>{t('palette.empty', { text })}</p>}
          {found.some((q) => q.error) && <p className={css.none}>{t('palette.failed')}</p>}
        </div>
        <div className={css.keys} aria-hidden><Kbd>↑</Kbd><Kbd>↓</Kbd>{t('palette.select')}<Kbd>Enter</Kbd>{t('palette.open')}<Kbd>Ctrl Enter</Kbd>{t('palette.newTab')}</div>
      </div>
    </div>
  );
}

function Row({ hit, id, text, current, onPoint, onRun }: { hit: Hit; id: string; text: string; current: boolean; onPoint: () => void; onRun: (away: boolean) => void }) {
  const Icon = hit.icon;
  const i = text ? hit.name.toLowerCase().indexOf(text.toLowerCase()) : -1;
  return (
    <div id={id} role="option" aria-selected={current} className={`${css.hit} ${current ? css.current : ''}`} onPointerMove={onPoint} onClick={(e) => onRun(e.ctrlKey || e.metaKey)}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <span className={css.name}>{i < 0 ? hit.name : <>{hit.name.slice(0, i)}<mark>{hit.name.slice(i, i + text.length)}</mark>{hit.name.slice(i + text.length)}</>}</span>
      {hit.note && <span className={css.note}>{hit.note}</span>}
      {hit.aside && <span className={css.aside}>{hit.aside}</span>}
    </div>
  );
}

/** Pages and what the shell itself can do. */
function useOwnHits(text: string, help: () => void): Hit[] {
  const { t } = useTranslation();
  const scheme = useScheme(), language = useLanguage();
  const entries = useOpenEntries().all;
  const choose = useChoose();
  return useMemo(() => {
    const act = (key: string, name: string, icon: LucideIcon, run: () => void): Hit => ({ key, kind: 'do', name, icon, run });
    const all: Hit[] = [
      ...entries.map((e): Hit => ({ key: e.path, kind: 'go', name: e.name(), note: t(e.stop === 'settings' ? 'settings' : `stop.${e.stop}`), icon: e.icon, path: e.path })),
      scheme === 'dark' ? act('light', t('palette.toLight'), Sun, () => choose.scheme('light')) : act('dark', t('palette.toDark'), Moon, () => choose.scheme('dark')),
      language === 'en' ? act('zh', t('palette.toChinese'), Languages, () => choose.language('zh-CN')) : act('en', t('palette.toEnglish'), Languages, () => choose.language('en')),
      act('help', t('keys.help'), Keyboard, help),
      act('out', t('palette.signOut'), LogOut, () => void api.DELETE('/api/session').then(() => location.assign('/'))),
    ];
    const low = text.toLowerCase();
    return low ? all.filter((h) => `${h.name} ${h.note ?? ''} ${h.key}`.toLowerCase().includes(low)) : all;
  }, [t, scheme, language, text, entries, choose, help]);
}
