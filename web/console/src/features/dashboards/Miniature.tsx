import css from './list.module.css';

interface Outline { kind?: string; form?: string; x: number; y: number; w: number; h: number }

const rows = 13;

/** A dashboard seen from afar: where its cards lie, and of what form they are. */
export function Miniature({ cards, whole }: { cards: readonly Outline[]; /** All of it, rather than as wide as there is room. */ whole?: boolean }) {
  return (
    <svg className={`${css.mini} ${whole ? css.whole : ''}`} viewBox={`0 0 240 ${rows * 10}`} preserveAspectRatio={whole ? 'xMidYMid meet' : 'xMidYMin slice'} aria-hidden>
      {cards.filter((c) => c.y < rows).map((c, i) => {
        const x = c.x * 20 + 2, y = c.y * 10 + 2, w = c.w * 20 - 4, h = c.h * 10 - 4;
        return (
          <g key={i}>
            <rect x={x} y={y} width={w} height={h} rx={3} fill="var(--surface)" stroke="var(--line)" />
            <Sketch form={c.kind === 'text' ? 'text' : (c.form ?? 'line')} x={x + 5} y={y + 5} w={w - 10} h={h - 10} seed={i} />
          </g>
        );
      })}
    </svg>
  );
}

function Sketch({ form, x, y, w, h, seed }: { form: string; x: number; y: number; w: number; h: number; seed: number }) {
  const wave = (i: number) => (Math.sin(i * 1.7 + seed * 2.3) + 1) / 2;
  const columns = Math.max(4, Math.floor(w / 9));
  switch (form) {
    case 'number': return <><rect x={x} y={y + h / 2 - 2.5} width={Math.min(24, w / 2)} height={5} rx={1.5} fill="var(--ink-3)" /><polyline points={`${x + w * 0.6},${y + h * 0.7} ${x + w * 0.75},${y + h * 0.2} ${x + w * 0.86},${y + h * 0.5} ${x + w},${y + h * 0.1}`} fill="none" stroke="var(--ink-4)" strokeWidth={1} /></>;
    case 'stacked': case 'bar': return <>{Array.from({ length: columns }, (_, i) => { const t = h * (0.4 + 0.5 * wave(i)); return <g key={i}><rect x={x + (i * w) / columns} y={y + h - t} width={w / columns - 3} height={t * 0.55} fill="var(--c2)" opacity={0.55} /><rect x={x + (i * w) / columns} y={y + h - t * 0.45} width={w / columns - 3} height={t * 0.45} fill="var(--c1)" opacity={0.7} /></g>; })}</>;
    case 'funnel': return <>{[1, 0.7, 0.45, 0.25].map((share, i) => <rect key={i} x={x} y={y + (i * h) / 4} width={w * share} height={h / 4 - 3} rx={1} fill="var(--c1)" opacity={0.65} />)}</>;
    case 'heat': return <>{Array.from({ length: 4 }, (_, r) => Array.from({ length: 5 - r }, (_, c) => <rect key={`${r}${c}`} x={x + (c * w) / 5} y={y + (r * h) / 4} width={w / 5 - 2} height={h / 4 - 2} rx={1} fill={c === 0 ? 'var(--fill-2)' : `var(--s${7 - c})`} />))}</>;
    case 'table': case 'text': return <>{Array.from({ length: Math.max(2, Math.floor(h / 8)) }, (_, i) => <rect key={i} x={x} y={y + i * 8} width={w * (form === 'text' ? 0.6 + 0.35 * wave(i) : 0.9 - 0.12 * i)} height={2.5} rx={1} fill="var(--line-2)" />)}</>;
    default: return <polyline points={Array.from({ length: columns }, (_, i) => `${x + (i * w) / (columns - 1)},${y + h - h * (0.2 + 0.6 * wave(i))}`).join(' ')} fill="none" stroke="var(--c1)" strokeWidth={1.5} opacity={0.8} strokeLinejoin="round" />;
  }
}
