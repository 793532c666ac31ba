import type { Schemas } from '@/api/client';

export type Board = Schemas['Dashboard'];
export type Card = Schemas['DashboardCard'];
export type Shared = Schemas['DashboardShared'];
export type Range = Schemas['InsightRange'];
export type Filter = Schemas['InsightFilter'];
export type CardAnswer = Schemas['DashboardCardAnswer'];
export type Answer = Schemas['InsightAnswer'];
export type Summary = Schemas['DashboardSummary'];
export type Template = Schemas['DashboardTemplateView'];
export type Form = NonNullable<CardAnswer['form']>;
export type Op = Filter['op'];

/** What is written of a dashboard. */
export interface Content { name: string; description?: string; shared: Shared; cards: Card[] }

export const contentOf = (b: Board): Content => ({ name: b.name, description: b.description, shared: b.shared, cards: b.cards ?? [] });

/** Cards as the server takes them: what it renders itself is left out. */
export const sent = (cards: readonly Card[]): Card[] => cards.map((c) => ({ ...c, html: undefined }));

/** What of the cards decides their answers: moving a card asks nothing anew. */
export const asks = (cards: readonly Card[]): string =>
  JSON.stringify(cards.map((c) => [c.id, c.kind, c.insight, c.question, c.text, c.form, c.figure, c.range, c.unfilter, c.compare]));
