import { Languages, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { setLanguage, setScheme, useLanguage, useScheme } from '@/app/preferences';
import { languageNames } from '@/format';
import css from './sheet.module.css';

/** Language and appearance can be chosen before one is known. */
export function Choices() {
  const { t } = useTranslation('shell');
  const language = useLanguage(), dark = useScheme() === 'dark';
  return (
    <div className={css.choices}>
      <Languages size={15} strokeWidth={1.5} aria-hidden />
      {(['zh-CN', 'en'] as const).map((l) => <button key={l} type="button" lang={l} aria-pressed={l === language} onClick={() => void setLanguage(l)}>{languageNames[l]}</button>)}
      <button type="button" className={css.scheme} aria-label={`${t('scheme')}: ${t(dark ? 'schemes.dark' : 'schemes.light')}`} onClick={() => setScheme(dark ? 'light' : 'dark')}>
        {dark ? <Moon size={15} strokeWidth={1.5} aria-hidden /> : <Sun size={15} strokeWidth={1.5} aria-hidden />}{t(dark ? 'schemes.dark' : 'schemes.light')}
      </button>
    </div>
  );
}
