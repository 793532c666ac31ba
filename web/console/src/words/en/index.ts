import type { Same } from '..';
import type { zh } from '../zh';
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

export const en: Same<typeof zh> = {
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
export const en: Same<typeof zh> = { shell, design, entry, gallery, today, observe };
