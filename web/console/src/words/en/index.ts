import type { Same } from '..';
import type { zh } from '../zh';
import { dashboards } from './dashboards';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { settings } from './settings';
import { shell } from './shell';
import { sql } from './sql';
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
import { shell } from './shell';
import { today } from './today';

export const en: Same<typeof zh> = { insights, shell, design, entry, gallery, today };
