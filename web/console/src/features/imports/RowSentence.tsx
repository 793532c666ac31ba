import { useTranslation } from 'react-i18next';

import { Sentence, Word } from '@/design';
import type { Mapping } from './data';
import { rowsOf } from './mapping';

/** The mapping as one sentence; what is missing is persimmon. */
export function RowSentence({ m }: { m: Mapping }) {
  const { t } = useTranslation('imports');
  const kind = rowsOf(m), grouped = (m.group?.length ?? 0) > 0;
  const who = m.user_id || m.anonymous_id;
  const w = (key: 'rowIs' | 'person' | 'happened' | 'of' | 'or' | 'orEnd' | 'whoseEnd' | 'nameBy' | 'end' | 'someEvent' | 'someTime' | 'someone' | 'updated' | 'belongs') => t(`map.sentence.${key}`);
  const word = (text: string | undefined, missing: string) => <Word editing={!text}>{text || missing}</Word>;
  return (
    <Sentence>
      {kind === 'person' ? w('person') : <>{w('rowIs')}{kind === 'column' ? <Word>{w('someEvent')}</Word> : word(m.event, w('someEvent'))}</>}
      {kind === 'person' ? w('updated') : w('happened')}{word(m.time, w('someTime'))}
      {kind === 'person' ? w('belongs') : w('of')}{word(who, w('someone'))}
      {m.or_user_id && <>{w('or')}<Word>{m.or_user_id}</Word>{w('orEnd')}</>}
      {kind === 'column' && <>{w('nameBy')}<Word>{m.event_column}</Word></>}
      {grouped && t(kind === 'column' ? 'map.sentence.grouped' : 'map.sentence.whoseGrouped', { columns: m.group?.join(' + ') })}
      {kind === 'column' || grouped ? w('end') : w('whoseEnd')}
    </Sentence>
  );
}
