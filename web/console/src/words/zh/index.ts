import { dashboards } from './dashboards';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { settings } from './settings';
import { people } from './people';
import { imports } from './imports';
import { insights } from './insights';
import { shell } from './shell';
import { sql } from './sql';
import { today } from './today';

/** A row a feature; the Chinese file is the one that decides which keys there are. */
export const zh = { shell, design, entry, gallery, today, dashboards };
export const zh = { shell, design, entry, gallery, settings, today };
export const zh = { shell, design, entry, gallery, today, people };
export const zh = { shell, design, entry, gallery, sql, today };
export const zh = { imports, shell, design, entry, gallery, today };
export const zh = { insights, shell, design, entry, gallery, today };
