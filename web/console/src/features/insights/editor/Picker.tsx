import { Check, Search } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import css from './editor.module.css';

export interface Choice { key: string; name: string; code?: string; note?: string; aside?: string; group?: string }

interface Props {
  choices: readonly Choice[];
  chosen: readonly string[];
  onChoose: (key: string) => void;
  placeholder: string;
  /** Told what is searched for, where the list is made elsewhere. */
  onSearch?: (text: string) => void;
  /** Offers what was typed as a choice of its own. */
  own?: (text: string) => Choice | null;
  multi?: boolean;
  pending?: boolean;
  empty?: ReactNode;
  foot?: ReactNode;
}

/** A list to search and choose from, by pointer or keyboard. */
export function Picker({ choices, chosen, onChoose, placeholder, onSearch, own, multi, pending, empty, foot }: Props) {
  const { t } = useTranslation('insights');
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const low = text.trim().toLowerCase();
  const found = onSearch ? choices : choices.filter((c) => !low || `${c.name} ${c.code ?? ''} ${c.note ?? ''}`.toLowerCase().includes(low));
  const typed = low && own && !found.some((c) => c.name.toLowerCase() === low) ? own(text.trim()) : null;
  const all = (typed ? [...found, typed] : found).slice(0, 200);
  const current = Math.min(at, Math.max(0, all.length - 1));
  useEffect(() => { list.current?.querySelector(`[id="${id}-${current}"]`)?.scrollIntoView({ block: 'nearest' }); }, [current, id]);
  const search = (next: string) => { setText(next); setAt(0); onSearch?.(next.trim()); };
  const key = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === 'ArrowDown') { e.preventDefault(); setAt((current + 1) % Math.max(1, all.length)); }
    else if (e.key === 'ArrowUp') { e.preventDefault(); setAt((current - 1 + all.length) % Math.max(1, all.length)); }
    else if (e.key === 'Enter') { e.preventDefault(); const c = all[current]; if (c) onChoose(c.key); }
  };
  return (
    <div className={css.picker}>
      <label className={css.search}><Search size={15} strokeWidth={1.5} aria-hidden />
        <input autoFocus value={text} onChange={(e) => search(e.target.value)} onKeyDown={key} placeholder={placeholder} aria-label={placeholder} role="combobox" aria-expanded aria-controls={id} aria-activedescendant={all[current] ? `${id}-${current}` : undefined} />
      </label>
      <div ref={list} id={id} role="listbox" aria-label={placeholder} aria-multiselectable={multi} className={css.choices}>
        {all.map((c, i) => (
          <div key={c.key}>
            {c.group && c.group !== all[i - 1]?.group && <div className={css.group}>{c.group}</div>}
            <div id={`${id}-${i}`} role="option" aria-selected={chosen.includes(c.key)} className={`${css.choice} ${i === current ? css.current : ''}`} onPointerMove={() => setAt(i)} onClick={() => onChoose(c.key)}>
              <span className={css.choiceName}>{c.name}{c.code && <span className="mono">{c.code}</span>}{c.note && <small>{c.note}</small>}</span>
              {c.aside && <span className={`num ${css.aside}`}>{c.aside}</span>}
              {chosen.includes(c.key) && <Check size={14} strokeWidth={2} aria-hidden />}
            </div>
          </div>
        ))}
        {all.length === 0 && <p className={css.none}>{pending ? t('edit.loading') : (empty ?? t('edit.nothing', { text }))}</p>}
      </div>
      {foot}
    </div>
  );
}
