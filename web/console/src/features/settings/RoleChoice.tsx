import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import css from './settings.module.css';
import type { Role } from './use';

interface Props<R extends Role> { label: string; value: R; roles: readonly R[]; say: (role: R) => string; onChange: (role: R) => void }

/** One of the roles, each with what it may do. */
export function RoleChoice<R extends Role>({ label, value, roles, say, onChange }: Props<R>) {
  const { t } = useTranslation('settings');
  const name = useId();
  return (
    <fieldset className={css.fieldset}>
      <legend className={css.legend}>{label}</legend>
      <div className={css.radios}>
        {roles.map((r) => (
          <label key={r} className={css.radio}>
            <input type="radio" name={name} checked={r === value} onChange={() => onChange(r)} />
            <div><b>{t(`role.${r}`)}</b><span>{say(r)}</span></div>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
