import type { Same } from '..';
import type { zh } from '../zh';
import { design } from './design';
import { entry } from './entry';
import { gallery } from './gallery';
import { observe } from './observe';
import { shell } from './shell';
import { today } from './today';

export const en: Same<typeof zh> = { shell, design, entry, gallery, today, observe };
