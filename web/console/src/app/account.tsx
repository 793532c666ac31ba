import { useQueryClient } from '@tanstack/react-query';
import type { MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '@/api/client';
import { languageNames } from '@/format';
import { useChoose } from './choices';
import { useLanguage, useSchemeChoice, type SchemeChoice } from './preferences';
import { useMe, useTo } from './session';

/** What the menu of one's own account offers: language, appearance, the way out. */
export function useAccount(): MenuProps['items'] {
  const { t } = useTranslation();
  const language = useLanguage(), scheme = useSchemeChoice();
  const choose = useChoose();
  const navigate = useNavigate();
  const to = useTo();
  const client = useQueryClient();
  const me = useMe().data;
  const signOut = async () => {
    await api.DELETE('/api/session');
    client.clear();
    location.assign('/');
  };
  return [
    { key: 'who', type: 'group', label: me?.profile?.email },
    { key: 'language', label: t('language'), children: (['zh-CN', 'en'] as const).map((l) => ({ key: l, label: languageNames[l], disabled: l === language, onClick: () => choose.language(l) })) },
    { key: 'scheme', label: t('scheme'), children: (['light', 'dark', 'system'] as SchemeChoice[]).map((s) => ({ key: s, label: t(`schemes.${s}`), disabled: s === scheme, onClick: () => choose.scheme(s) })) },
    { key: 'me', label: t('myAccount'), onClick: () => void navigate(to('settings/me')) },
    { type: 'divider' },
    { key: 'out', label: t('signOut'), onClick: () => void signOut() },
  ];
}
