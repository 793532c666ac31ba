import { ArrowRight } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import type { ChartMark } from './Chart';
import css from './chart.module.css';

interface Props { mark: ChartMark; x: number; y: number; spoken?: boolean; onEnter?: () => void }

/** What a mark says: a card beside it that the pointer and the keyboard can enter. Its first link opens the people. */
export function MarkCard({ mark, x, y, spoken, onEnter }: Props) {
  const { t } = useTranslation('design');
  const open = usePeople();
  const card = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ left: x + 14, top: y });
  useLayoutEffect(() => {
    const c = card.current, frame = c?.parentElement;
    if (!c || !frame) return;
    const right = x + 14 + c.offsetWidth <= frame.clientWidth;
    setAt({ left: right ? x + 14 : Math.max(0, x - 14 - c.offsetWidth), top: Math.min(Math.max(0, y - 20), Math.max(0, frame.clientHeight - c.offsetHeight)) });
  }, [x, y, mark]);
  return (
    <div ref={card} data-mark-card className={css.card} style={at} onPointerEnter={onEnter} aria-live={spoken ? 'polite' : undefined}>
      <div className={css.title}>{mark.title}</div>
      <dl className={css.rows}>
        {mark.rows.map((r) => (
          <div key={r.label} className={css.row}>
            <dt>{r.color && <i style={{ background: r.color }} aria-hidden />}{r.label}</dt>
            <dd className={`num ${r.tone ?? ''}`}>
              {r.people ? <button type="button" className={css.value} onClick={() => r.people && open(r.people)}>{r.value}</button> : r.value}
            </dd>
          </div>
        ))}
      </dl>
      {(mark.people || mark.more) && (
        <div className={css.links}>
          {mark.people && <button type="button" className={css.link} onClick={() => mark.people && open(mark.people)}>{mark.people.count === undefined ? t('peopleOf') : t('people', { count: mark.people.count })}<ArrowRight size={14} strokeWidth={1.5} /></button>}
          {mark.more?.map((m) => <button key={m.label} type="button" className={css.other} onClick={() => open(m.people)}>{m.label}</button>)}
        </div>
      )}
    </div>
  );
}
