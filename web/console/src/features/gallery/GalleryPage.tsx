import { useTranslation } from 'react-i18next';

import { ConfirmProvider } from '@/app/confirm';
import { ToastProvider } from '@/app/notices';
import { PeopleProvider } from '@/app/people';
import { Logo } from '@/app/Rail';
import { Choices } from '@/features/entry/Choices';
import { ChartStates } from './ChartStates';
import { Colours, Type } from './Colours';
import { Controls, Marks, Prompts, Tracks } from './Controls';
import css from './gallery.module.css';
import { StatStates } from './StatStates';

/** Every component of the design language in every state: what is built with, and what the pictures of the tests are of. */
export function GalleryPage() {
  const { t } = useTranslation('gallery');
  return (
    <ToastProvider><ConfirmProvider><PeopleProvider>
      <main className={css.page}>
        <header className={css.head}><Logo /><div><h1>{t('title')}</h1><p className="caption">{t('sub')}</p></div><div className={css.choices}><Choices /></div></header>
        <div className={css.three}><Colours /><Type /></div>
        <div className={css.three}><Controls /><Marks /><Prompts /></div>
        <Tracks />
        <StatStates />
        <ChartStates />
      </main>
    </PeopleProvider></ConfirmProvider></ToastProvider>
  );
}
