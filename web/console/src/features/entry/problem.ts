import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';

/** What went wrong at the door, in the reader's words; the wait counts down. */
export function useEntryProblem(error: unknown): string | null {
  const { t } = useTranslation('entry');
  const wait = useWait(error instanceof ApiError && error.code === 'too_many' ? error : null);
  if (!error) return null;
  if (!(error instanceof ApiError)) return String(error);
  switch (error.code) {
    case 'too_many': return wait > 0 ? t('wait', { seconds: wait }) : t('waitOver');
    case 'unreachable': return t('unreachable');
    case 'unauthorized':
      if (error.triesLeft === undefined || error.triesLeft > 5) return t('wrong');
      return error.triesLeft === 0 ? t('wrongLast') : t('wrongLeft', { count: error.triesLeft });
    case 'internal': case 'unavailable': return t('again', { code: error.request || error.code });
  }
  return `${error.message} ${error.hint}`.trim();
}

/** Seconds that are still to be waited after an error that says how long. */
function useWait(error: ApiError | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!error) return;
    const until = Date.now() + error.retryAfter * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

/** The field that an error is about; the part behind the dot of "workspace.zone" too. */
export const fieldOf = (error: unknown): string => (error instanceof ApiError ? error.field : '');

export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text.trim());
export const minPassword = 10;
