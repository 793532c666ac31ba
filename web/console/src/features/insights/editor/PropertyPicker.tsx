import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { list } from '../model/question';
import { useProperties } from '../names';
import { Picker, type Choice } from './Picker';

interface Props { event?: string; chosen: string; onChoose: (name: string) => void; /** Only those that hold numbers. */ numbers?: boolean; /** First: to choose none. */ none?: string }

/** Properties that were really seen on the event, the fullest first, with examples. */
export function PropertyPicker({ event, chosen, onChoose, numbers, none }: Props) {
  const { t } = useTranslation('insights');
  const f = useFormat();
  const properties = useProperties(event);
  const all = list(properties.data?.properties).filter((p) => (!p.hidden || p.name === chosen) && (!numbers || list(p.types).some((x) => x.type === 'number')));
  const choices: Choice[] = [
    ...(none ? [{ key: '', name: none }] : []),
    ...all.map((p): Choice => ({
      key: p.name, name: p.title || p.name, code: p.title ? p.name : undefined, aside: p.fill > 0 ? f.percent(p.fill, 0) : undefined,
      note: list(p.examples).length ? t('edit.examples', { values: list(p.examples).slice(0, 3).map((v) => (typeof v === 'object' ? JSON.stringify(v) : String(v))).join(t('valueOr')) }) : p.description,
    })),
  ];
  return <Picker choices={choices} chosen={[chosen]} onChoose={onChoose} placeholder={t('edit.search')} pending={properties.isPending} own={(text) => ({ key: text, name: t('edit.useTyped', { text }) })} empty={properties.error ? t('edit.failedNames') : undefined} />;
}
