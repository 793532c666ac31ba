import { dashboards } from './dashboards';
import { shell } from './shell';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { today } from './today';
import { insights } from './insights';
import { people } from './people';
import { sql } from './sql';
import { imports } from './imports';
import { settings } from './settings';

/** A row a feature; the Chinese file is the one that decides which keys there are. */
export const zh = { shell, design, entry, gallery, today, dashboards };
export const zh = { shell, design, entry, gallery, settings, today };
export const zh = { shell, design, entry, gallery, today, people };
export const zh = { shell, design, entry, gallery, sql, today };
export const zh = { imports, shell, design, entry, gallery, today };
export const zh = { insights, shell, design, entry, gallery, today };
export const zh = {
  shell,
  design,
  entry,
  gallery,
  today,
  insights,
  people,
  sql,
  imports,
  settings,
};
