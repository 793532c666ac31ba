import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { usePeople, type Behind } from '@/app/people';
import css from './peoplelink.module.css';

/** Each count is a way to its people: persimmon for the one recommended action, ink-2 for the others. */
export function PeopleLink({ behind, label, recommended }: { behind: Behind; label?: string; recommended?: boolean }) {
  const { t } = useTranslation('design');
  const open = usePeople();
  const text = label ?? (behind.count === undefined ? t('peopleOf') : t('people', { count: behind.count }));
  return (
    <button type="button" className={recommended ? css.recommended : css.link} onClick={() => open(behind)}>
      {text}{recommended && <ArrowRight size={14} strokeWidth={1.5} aria-hidden />}
    </button>
  );
}
