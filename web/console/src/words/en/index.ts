import type { Same } from '..';
import type { zh } from '../zh';
import { dashboards } from './dashboards';
import { shell } from './shell';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { today } from './today';

export const en: Same<typeof zh> = { shell, design, entry, gallery, settings, today };
import { people } from './people';
import { shell } from './shell';
import { today } from './today';

export const en: Same<typeof zh> = { shell, design, entry, gallery, today, dashboards };
export const en: Same<typeof zh> = { shell, design, entry, gallery, today, people };
export const en: Same<typeof zh> = { shell, design, entry, gallery, sql, today };
import { imports } from './imports';
import { shell } from './shell';
import { today } from './today';

export const en: Same<typeof zh> = { imports, shell, design, entry, gallery, today };
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
  people,
  sql,
  imports,
  settings,
};
