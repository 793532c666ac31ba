import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Card, Sentence } from '@/design';
import { useActs, type Import } from './data';
import css from './imports.module.css';

/** An import that is being taken back, or was. */
export function UndoneStep({ i }: { i: Import }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const to = useTo();
  const go = useNavigate();
  const { again } = useActs(i.number);
  const over = i.state === 'undone';
  return (
    <div className={css.narrow}>
      <Card title={over ? t('undo.done') : t('undo.running')} note={over && i.undo?.at ? t('undo.at', { ago: f.ago(i.undo.at) }) : undefined}>
        {over ? <Sentence>{t('undo.doneText', { events: f.number(i.undo?.events ?? 0), persons: f.number(i.undo?.persons ?? 0) })}</Sentence> : <><Progress percent={100} status="active" showInfo={false} strokeColor="var(--ink-4)" aria-label={t('undo.running')} /><p className={css.hint}>{t('undo.runningText')}</p></>}
        {i.failure && <p className={css.wrong} role="alert">{i.failure.message} {i.failure.hint}</p>}
        {over && i.file === 'here' && (
          <div className={css.acts}><Button type="primary" title={t('run.againHint')} loading={again.isPending} onClick={() => void again.mutateAsync().then((next) => go(to(`imports/${next.number}?step=map`)))}>{t('run.again')}</Button></div>
        )}
      </Card>
    </div>
  );
}
