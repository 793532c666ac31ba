import { Button, Input } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Field, Fields } from '@/design';
import { fieldOf, looksLikeEmail, minPassword, useEntryProblem } from '../problem';
import type { Answers } from '../SetupPage';
import css from '../setup.module.css';

interface Props { code: boolean; answers: Answers; onChange: (part: Partial<Answers>) => void; error: unknown; onNext: () => void }

/** Who the first owner is. */
export function YouStation({ code, answers, onChange, error, onNext }: Props) {
  const { t } = useTranslation('entry');
  const [tried, setTried] = useState(false);
  const problem = useEntryProblem(error);
  const at = fieldOf(error);
  const wrong = {
    name: answers.name.trim() ? '' : t('empty'),
    email: looksLikeEmail(answers.email) ? '' : t('notEmail'),
    password: [...answers.password].length >= minPassword ? '' : t('tooShort'),
    code: !code || answers.code.trim() ? '' : t('empty'),
  };
  const said = (field: keyof typeof wrong) => (tried && wrong[field]) || (at === field ? (field === 'code' ? t('setup.you.codeWrong') : problem) : '');
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) onNext();
  };
  return (
    <form className={css.station} onSubmit={submit} noValidate>
      <h1>{t('setup.you.title')}</h1>
      <p className={css.hint}>{t('setup.you.hint')}</p>
      <div className={css.narrow}>
        <Fields>
          <Field label={t('setup.you.name')} error={said('name')}><Input autoFocus name="name" autoComplete="name" value={answers.name} placeholder={t('setup.you.namePlaceholder')} onChange={(e) => onChange({ name: e.target.value })} /></Field>
          <Field label={t('email')} error={said('email')}><Input type="email" name="email" autoComplete="username" value={answers.email} onChange={(e) => onChange({ email: e.target.value })} /></Field>
          <Field label={t('password')} hint={t('setup.you.passwordHint')} error={said('password')}><Input.Password name="new-password" autoComplete="new-password" value={answers.password} onChange={(e) => onChange({ password: e.target.value })} /></Field>
          {code && <Field label={t('setup.you.code')} hint={t('setup.you.codeHint')} error={said('code')}><Input className="mono" name="code" autoComplete="off" spellCheck={false} placeholder="abcd-efgh-2345" value={answers.code} onChange={(e) => onChange({ code: e.target.value })} /></Field>}
        </Fields>
      </div>
      {problem && !['code', 'email', 'password', 'name'].includes(at) && <p className={css.problem} role="alert"><TriangleAlert size={15} strokeWidth={1.5} aria-hidden />{problem}</p>}
      <div className={css.actions}><Button type="primary" htmlType="submit">{t('setup.next')}</Button></div>
    </form>
  );
}
