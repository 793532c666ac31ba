import { dashboards } from './dashboards';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { shell } from './shell';
import { today } from './today';

/** A row a feature; the Chinese file is the one that decides which keys there are. */
export const zh = { shell, design, entry, gallery, today, dashboards };
