import type { Same } from '..';
import type { zh } from '../zh';
import { dashboards } from './dashboards';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { shell } from './shell';
import { today } from './today';

export const en: Same<typeof zh> = { shell, design, entry, gallery, today, dashboards };
