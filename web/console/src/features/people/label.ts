import { useTranslation } from 'react-i18next';

import { useTitles } from '@/app/catalogue';
import { useFormat } from '@/app/session';
import type { zh } from '@/words/zh';
import { shapeOf, type Field, type Filter, type Known, type Value } from './field';

type TraitWord = keyof typeof zh.people.trait;
const traitWords: readonly string[] = ['nickname', 'name', 'city', 'email', 'phone', 'mobile', 'gender', 'age', 'birthday', 'birth_year', 'channel', 'favourite_category', 'city_tier', 'country', 'language', 'plan', 'level', 'vip'] satisfies TraitWord[];
const eventWords: readonly string[] = ['$identify', '$set', '$alias', '$merge', '$group', '$pageview', '$screen', '$set_once', '$add', '$append', '$unset', '$consent', '$unmerge', '$unbind', '$link_clicked'] satisfies (keyof typeof zh.people.eventName)[];

/** What fields, filters and events are called in the reader's language. */
export function useLabels(known?: Known) {
  const { t } = useTranslation('people');
  const format = useFormat();
  const title = useTitles();
  const trait = (name: string): string => (traitWords.includes(name) ? t(`trait.${name as TraitWord}`) : name);
  const event = (name: string): string => (eventWords.includes(name) ? t(`eventName.${name as keyof typeof zh.people.eventName}`) : title(name));
  const field = (f: Field): string => {
    const days = f.days ?? 0;
    const names = { event: event(f.event ?? ''), property: f.property ?? '', days };
    switch (f.kind) {
      case 'trait': return trait(f.trait ?? '');
      case 'first_seen': case 'last_seen': case 'first_touch': case 'last_touch': return t(`field.${f.kind}`);
      case 'activity': return t('field.activity', { days });
      case 'sum':
        if (known?.payment?.event === f.event && known?.payment?.property === f.property) return t(days ? 'field.spentDays' : 'field.spent', { days });
        return t(days ? 'field.sumDays' : 'field.sum', names);
      case 'count': return t(days ? 'field.countDays' : 'field.count', names);
      default: return t(days ? `field.${f.kind}Days` : `field.${f.kind}`, { days });
    }
  };
  const value = (f: Field, v: Value): string => {
    if (typeof v === 'boolean') return t(v ? 'yes' : 'no');
    if (typeof v === 'number') return f.kind === 'trait' ? String(v) : format.number(v, Number.isInteger(v) ? 0 : 2);
    return shapeOf(f, known) === 'time' ? format.day(v) : v;
  };
  const chip = (f: Filter): string => {
    const values = ((f.values ?? []) as Value[]).map((v) => value(f.field, v));
    return t(`chip.${f.op}`, { field: field(f.field), value: values.join(t(f.op === 'between' ? 'and' : 'or')) });
  };
  return { field, chip, trait, event };
}

export type Labels = ReturnType<typeof useLabels>;
