import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { api, body, type Schemas } from '@/api/client';
import type { Language } from '@/format';
import { choseLanguage, choseScheme, setLanguage, setScheme, type SchemeChoice } from './preferences';
import { useMe, type Me } from './session';

/** A browser that has not chosen for itself follows the account. */
export function useAccountPreferences(): void {
  const profile = useMe().data?.profile;
  const language = profile?.language, theme = profile?.theme;
  useEffect(() => {
    if (language && !choseLanguage()) void setLanguage(language);
    if (theme && theme !== 'system' && !choseScheme()) setScheme(theme);
  }, [language, theme]);
}

/** Chooses language and appearance here, and for the account, so that the next browser follows. */
export function useChoose(): { language: (next: Language) => void; scheme: (next: SchemeChoice) => void } {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: async (change: Schemas['AuthProfileChange']) => body(await api.PATCH('/api/profile', { body: change })),
    onSuccess: (profile) => client.setQueryData<Me | null>(['me'], (me) => me && { ...me, profile }),
  });
  return {
    language: (next) => { void setLanguage(next); save.mutate({ language: next }); },
    scheme: (next) => { setScheme(next); save.mutate({ theme: next }); },
  };
}
