import type { Same } from '..';
import type { zh } from '../zh';
import { shell } from './shell';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { today } from './today';
import { dashboards } from './dashboards';
import { identity } from './identity';
import { imports } from './imports';
import { insights } from './insights';
import { channels } from './channels';
import { links } from './links';
import { observe } from './observe';
import { people } from './people';
import { privacy } from './privacy';
import { settings } from './settings';
import { sql } from './sql';
import { tables } from './tables';

export const en: Same<typeof zh> = {
  shell,
  design,
  entry,
  gallery,
  today,
  dashboards,
  identity,
  imports,
  insights,
  channels,
  links,
  observe,
  people,
  privacy,
  settings,
  sql,
  tables,
};
