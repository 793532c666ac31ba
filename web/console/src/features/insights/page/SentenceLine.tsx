import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Sentence, Word } from '@/design';
import type { Question } from '../model/question';
import { sentence } from '../model/sentence';
import { useNames } from '../names';

/** The question in a sentence; its words lead to their controls. */
export function SentenceLine({ question, open, onWord }: { question: Question; open?: string | null; onWord?: (field: string) => void }) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames();
  return (
    <Sentence>
      {sentence(question, { t, f, names }).map((token, i) => {
        const { field } = token;
        return field ? <Word key={i} editing={open === field} label={token.text} onEdit={onWord && (() => onWord(field))}>{token.text}</Word> : <span key={i}>{token.text}</span>;
      })}
    </Sentence>
  );
}
