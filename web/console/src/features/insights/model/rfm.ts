/** The eleven groups, by recency (R, columns from long ago to just now) and the mean of frequency and money (rows, most first). */
const grid = [
  ['cannot_lose', 'cannot_lose', 'loyal', 'champions', 'champions'],
  ['at_risk', 'at_risk', 'loyal', 'loyal', 'champions'],
  ['at_risk', 'at_risk', 'need_attention', 'potential_loyal', 'potential_loyal'],
  ['lost', 'hibernating', 'about_to_sleep', 'potential_loyal', 'potential_loyal'],
  ['lost', 'hibernating', 'about_to_sleep', 'promising', 'new'],
] as const;

export type Segment = (typeof grid)[number][number];
export const segmentNames: Segment[] = ['champions', 'loyal', 'potential_loyal', 'new', 'promising', 'need_attention', 'about_to_sleep', 'cannot_lose', 'at_risk', 'hibernating', 'lost'];
export interface Place { col: number; row: number }

export const segmentAt = (col: number, row: number): Segment | undefined => grid[row]?.[col];

export const placesOf = (s: Segment): Place[] => grid.flatMap((line, row) => line.flatMap((name, col) => (name === s ? [{ col, row }] : [])));

/** The widest, then highest rectangle of a group's places: where its words fit. */
export function roomOf(s: Segment): Place & { w: number; h: number } {
  const has = (col: number, row: number) => segmentAt(col, row) === s;
  let best = { col: 0, row: 0, w: 0, h: 0 };
  for (const p of placesOf(s)) for (let w = 1; w <= 5; w++) for (let h = 1; h <= 5; h++) {
    let all = true;
    for (let c = 0; c < w; c++) for (let r = 0; r < h; r++) all &&= has(p.col + c, p.row + r);
    if (all && (w * h > best.w * best.h || (w * h === best.w * best.h && w > best.w))) best = { ...p, w, h };
  }
  return best;
}
