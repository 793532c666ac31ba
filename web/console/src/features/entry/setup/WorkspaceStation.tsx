import { Button, Input, Segmented } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Field, Fields } from '@/design';
import { CurrencySelect, ZoneSelect } from '@/app/pickers';
import { languageNames, type Language } from '@/format';
import { fieldOf, useEntryProblem } from '../problem';
import type { Answers } from '../SetupPage';
import css from '../setup.module.css';

interface Props { answers: Answers; onChange: (part: Partial<Answers>) => void; error: unknown; busy: boolean; onBack: () => void; onNext: () => void }

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** What the workspace is called and counted in. */
export function WorkspaceStation({ answers, onChange, error, busy, onBack, onNext }: Props) {
  const { t } = useTranslation('entry');
  const [tried, setTried] = useState(false);
  const problem = useEntryProblem(error);
  const w = answers.workspace;
  const change = (part: Partial<Answers['workspace']>) => onChange({ workspace: { ...w, ...part } });
  const at = fieldOf(error);
  const submit = (e: FormEvent) => { e.preventDefault(); setTried(true); if (w.name.trim()) onNext(); };
  return (
    <form className={css.station} onSubmit={submit} noValidate>
      <h1>{t('setup.workspace.title')}</h1>
      <p className={css.hint}>{t('setup.workspace.hint')}</p>
      <div className={css.narrow}>
        <Fields>
          <Field label={t('setup.workspace.name')} error={tried && !w.name.trim() ? t('empty') : at === 'workspace.name' ? problem : ''}>
            <Input autoFocus name="workspace" value={w.name} placeholder={t('setup.workspace.namePlaceholder')} onChange={(e) => change({ name: e.target.value })} />
          </Field>
          <div className={css.two}>
            <Field label={t('setup.workspace.zone')} hint={t('setup.workspace.zoneHint')} error={at === 'workspace.zone' ? problem : ''}><ZoneSelect value={w.zone} onChange={(zone) => change({ zone })} /></Field>
            <Field label={t('setup.workspace.currency')} hint={t('setup.workspace.currencyHint')} error={at === 'workspace.currency' ? problem : ''}><CurrencySelect value={w.currency} onChange={(currency) => change({ currency })} /></Field>
          </div>
          <Field label={t('setup.workspace.language')} hint={t('setup.workspace.languageHint')}>
            <Segmented<Language> className={css.segmented} value={w.language} onChange={(language) => change({ language })} options={(['zh-CN', 'en'] as const).map((l) => ({ value: l, label: languageNames[l] }))} />
          </Field>
        </Fields>
      </div>
      {problem && !at.startsWith('workspace.') && <p className={css.problem} role="alert"><TriangleAlert size={15} strokeWidth={1.5} aria-hidden />{problem}</p>}
      <div className={css.actions}>
        <Button onClick={onBack}>{t('setup.back')}</Button>
        <Button type="primary" htmlType="submit" loading={busy}>{busy ? t('setup.workspace.creating') : t('setup.workspace.create')}</Button>
      </div>
    </form>
  );
}
