import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';

import { ConfirmProvider } from './confirm';
import { entries } from './features';
import { useKeys } from './keys';
import { lazyPart } from './lazy';
import { ToastProvider } from './notices';
import { PeopleProvider } from './people';
import { PhoneBar, Rail } from './Rail';
import css from './shell.module.css';
import { Closed } from './rights';
import { useRights } from './session';
import { SideColumn } from './SideColumn';
import { TopBar } from './TopBar';
import { TopProvider } from './top';

const Help = lazyPart(() => import('./Help').then((m) => m.Help));
const Palette = lazyPart(() => import('./Palette').then((m) => m.Palette));

/** What stays around every page: the rail, the top bar, the second column where a stop has several pages. */
export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [palette, setPalette] = useState(false), [help, setHelp] = useState(false);
  useKeys(useCallback(() => setPalette(true), []), useCallback(() => setHelp(true), []));
  const { can } = useRights();
  const path = pathname.split('/').slice(2).join('/');
  const entry = entries.filter((e) => path === e.path || path.startsWith(`${e.path}/`)).sort((a, b) => b.path.length - a.path.length)[0];
  return (
    <ToastProvider>
      <ConfirmProvider>
        <PeopleProvider>
          <TopProvider>
            <a className={css.skip} href="#main">{t('skip')}</a>
            <div className={css.shell}>
              <Rail stop={entry?.stop} />
              <div className={css.right}>
                <TopBar entry={entry} onSearch={() => setPalette(true)} />
                <div className={css.below}>
                  <SideColumn entry={entry} />
                  <main id="main" className={css.main} tabIndex={-1}>{entry?.right && !can(entry.right) ? <Closed right={entry.right} name={entry.name()} /> : <Outlet />}</main>
                </div>
              </div>
              <PhoneBar stop={entry?.stop} />
            </div>
            {palette && <Palette onClose={() => setPalette(false)} onHelp={() => { setPalette(false); setHelp(true); }} />}
            {help && <Help onClose={() => setHelp(false)} />}
          </TopProvider>
        </PeopleProvider>
      </ConfirmProvider>
    </ToastProvider>
  );
}
