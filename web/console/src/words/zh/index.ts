import { shell } from './shell';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { observe } from './observe';
import { shell } from './shell';
import { dashboards } from './dashboards';
import { today } from './today';
import { insights } from './insights';
import { people } from './people';
import { sql } from './sql';
import { imports } from './imports';
import { settings } from './settings';

/** A row a feature; the Chinese file is the one that decides which keys there are. */
export const zh = {
  shell,
  design,
  entry,
  gallery,
  today,
  insights,
  dashboards,
  people,
  sql,
  imports,
  settings,
};
export const zh = { shell, design, entry, gallery, today, observe };
