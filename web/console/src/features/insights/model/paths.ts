import { list, type Answer, type Cell } from './question';

type Node = NonNullable<NonNullable<Answer['paths']>['nodes']>[number];

/** A node where it stands: pixels. Those who leave are a node of their own, one level further. */
export interface Box { key: string; level: number; index: number | null; sessions: number; y: number; h: number; exit: boolean; node?: Node }
export interface Ribbon { key: string; from: Box; to: Box; sessions: number; width: number; y0: number; y1: number; exit: boolean }
export interface Flow { boxes: Box[]; ribbons: Ribbon[]; levels: number; perSession: number }

const gap = 14, least = 3;

/** Lays the levels of an answer out in a height: the thickness is the number of sessions, and each level adds up. */
export function layout(answer: Answer, height: number): Flow {
  const paths = answer.paths!, nodes = list(paths.nodes), links = list(paths.links);
  const depth = Math.max(1, ...nodes.map((n) => n.level + 1));
  const mayGoOn = (level: number) => level + 1 < (answer.question.paths?.depth ?? depth);
  const boxes: Box[] = [];
  for (let level = 0; level < depth; level++) {
    nodes.forEach((node, index) => { if (node.level === level) boxes.push({ key: `n${index}`, level, index, sessions: node.sessions, y: 0, h: 0, exit: false, node }); });
    const left = nodes.filter((n) => n.level === level - 1).reduce((s, n) => s + n.ends, 0);
    if (level > 0 && left > 0) boxes.push({ key: `x${level}`, level, index: null, sessions: left, y: 0, h: 0, exit: true });
  }
  const lastLeft = nodes.filter((n) => n.level === depth - 1).reduce((s, n) => s + n.ends, 0);
  if (lastLeft > 0 && mayGoOn(depth - 1)) boxes.push({ key: `x${depth}`, level: depth, index: null, sessions: lastLeft, y: 0, h: 0, exit: true });
  const levels = Math.max(...boxes.map((b) => b.level), 0) + 1;
  const at = (level: number) => boxes.filter((b) => b.level === level);
  const per = Math.min(...Array.from({ length: levels }, (_, l) => { const all = at(l); return (height - gap * (all.length - 1)) / Math.max(1, all.reduce((s, b) => s + b.sessions, 0)); }));
  for (let l = 0; l < levels; l++) {
    let y = 0;
    for (const b of at(l)) { b.h = Math.max(least, b.sessions * per); b.y = y; y += b.h + gap; }
  }
  return { boxes, ribbons: ribbons(boxes, nodes, links, per), levels, perSession: per };
}

function ribbons(boxes: readonly Box[], nodes: readonly Node[], links: readonly { from: number; to: number; sessions: number }[], per: number): Ribbon[] {
  const byKey = new Map(boxes.map((b) => [b.key, b]));
  const out: Ribbon[] = [];
  const add = (key: string, from: Box | undefined, to: Box | undefined, sessions: number, exit: boolean) => { if (from && to && sessions > 0) out.push({ key, from, to, sessions, width: sessions * per, y0: 0, y1: 0, exit }); };
  links.forEach((l, i) => add(`l${i}`, byKey.get(`n${l.from}`), byKey.get(`n${l.to}`), l.sessions, false));
  nodes.forEach((n, i) => add(`e${i}`, byKey.get(`n${i}`), byKey.get(`x${n.level + 1}`), n.ends, true));
  // Within a node, ribbons lie in the order of what they lead to, so that they cross as little as they can.
  for (const b of boxes) {
    let y = b.y;
    for (const r of out.filter((r) => r.from === b).sort((p, q) => p.to.y - q.to.y)) { r.y0 = y; y += r.width; }
    y = b.y;
    for (const r of out.filter((r) => r.to === b).sort((p, q) => p.from.y - q.from.y)) { r.y1 = y; y += r.width; }
  }
  return out;
}

export const refOf = (n: Node): NonNullable<Cell['node']> => (n.other ? { other: true } : { event: n.event, value: n.value });

/** Cells of a node, of a link and of a whole way. */
export const nodeCell = (n: Node, ended = false): Cell => ({ level: n.level, node: refOf(n), ended: ended || undefined });
export const linkCell = (from: Node, to: Node): Cell => ({ level: from.level, node: refOf(from), next: refOf(to) });
export const wayCell = (nodes: readonly Node[]): Cell => ({ path: nodes.map(refOf) });

/** Backwards: level 0 is the end, and what came before lies left of it. */
export const backwards = (answer: Answer): boolean => Boolean(answer.question.paths?.to && !answer.question.paths.from);
