import type { Card, CardAnswer } from '../model/types';
import { DaysForm } from './DaysForm';
import { FunnelForm } from './FunnelForm';
import { HeatForm } from './HeatForm';
import { TableForm } from './TableForm';
import { TimeForm } from './TimeForm';

/** An answer in the form that it is to be drawn in. Numbers are drawn by the card itself. */
export function Drawn({ card, answer, title, height }: { card: Card; answer: CardAnswer; title: string; height: number }) {
  const a = answer.answer;
  if (!a) return null;
  if (answer.form === 'funnel') return <FunnelForm answer={a} headline={answer.headline} title={title} />;
  if (answer.form === 'heat') return <HeatForm answer={a} title={title} rows={Math.floor((height - 30) / 32)} />;
  if (answer.form === 'bar' && a.stickiness) return <DaysForm answer={a} title={title} height={height} />;
  if (answer.form === 'table' || (answer.form === 'bar' && a.trend?.buckets?.length === 1)) return <TableForm answer={a} title={title} unit={card.unit} room={Math.max(3, Math.floor(height / 36))} />;
  if (answer.form === 'line' || answer.form === 'stacked' || answer.form === 'bar') return <TimeForm card={card} answer={a} title={title} form={answer.form} height={height} />;
  return null;
}

/** Whether an answer holds anything to draw. */
export function isEmpty({ answer: a }: CardAnswer): boolean {
  if (!a) return true;
  if (a.trend) return (a.trend.lines ?? []).every((l) => (l.values ?? []).every((v) => !v));
  if (a.funnel) return !a.funnel.groups?.[0]?.steps?.[0]?.persons;
  if (a.retention) return (a.retention.groups?.[0]?.cohorts ?? []).every((c) => c.size === 0);
  if (a.paths) return a.paths.sessions === 0;
  return false;
}
