import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import type { Entry } from './feature';
import { useOpenEntries } from './rights';
import css from './side.module.css';
import { useTo } from './session';

/** The pages of a stop that has several, in their groups. Editors ask for its width: they mark their root with data-wide. */
export function SideColumn({ entry }: { entry: Entry | undefined }) {
  const { t } = useTranslation();
  const to = useTo();
  const open = useOpenEntries();
  const pages = entry ? open.of(entry.stop) : [];
  if (pages.length < 2 || entry?.stop === 'today') return null;
  const groups = [...new Set(pages.map((p) => p.group))];
  return (
    <nav className={css.side} aria-label={entry && t(entry.stop === 'settings' ? 'settings' : `stop.${entry.stop}`)}>
      {groups.map((g) => (
        <div key={g} className={css.group}>
          <div className={css.head}>{t(`group.${g}`)}</div>
          {pages.filter((p) => p.group === g).map((p) => <NavLink key={p.path} to={to(p.path)} className={({ isActive }) => `${css.page} ${isActive ? css.current : ''}`}>{p.name()}</NavLink>)}
        </div>
      ))}
    </nav>
  );
}
