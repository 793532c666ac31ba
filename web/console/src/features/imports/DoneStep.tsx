import { Button } from 'antd';
import { CircleCheck, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Card, Figure, Sentence } from '@/design';
import { useActs, type Import } from './data';
import { downloadErrors } from './download';
import css from './imports.module.css';
import { UndoButton } from './UndoButton';

/** All is in: what came of it, what was not understood, and the way back. */
export function DoneStep({ i }: { i: Import }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const to = useTo();
  const go = useNavigate();
  const { again } = useActs(i.number);
  const seconds = i.started && i.finished ? (Date.parse(i.finished) - Date.parse(i.started)) / 1000 : 0;
  return (
    <div className={css.narrow}>
      <Sentence kind="verdict">{i.written > 0 ? t('done.verdict', { written: f.number(i.written) }) : t('done.nothing')}{i.written > 0 && i.existing > 0 && t('done.existing', { count: i.existing })}</Sentence>
      <Card title={<span className={css.doneTitle}><CircleCheck size={16} strokeWidth={1.5} aria-hidden />{t('done.title')}</span>} note={[i.finished && f.moment(i.finished), seconds > 0 && t('done.took', { time: f.duration(Math.max(1, seconds)) })].filter(Boolean).join(' · ')}>
        <div className={css.figures}>
          <Figure label={t('check.rows')} value={f.number(i.rows)} />
          <Figure label={t('column.written')} value={f.number(i.written)} />
          <Figure label={t('column.existing')} value={f.number(i.existing)} />
          <Figure label={t('check.bad')} value={f.number(i.bad)} tone={i.bad > 0 ? 'bad' : undefined} />
          <Figure label={t('check.skipped')} value={f.number(i.skipped)} />
        </div>
        <div className={css.acts}>
          <Button type="primary" onClick={() => void go(to('people'))}>{t('done.people')}</Button>
          {i.errors && <Button icon={<Download size={14} strokeWidth={1.5} />} onClick={() => void downloadErrors(i)}>{t('done.errors')}</Button>}
          {i.undoable && <UndoButton i={i} />}
          {i.file === 'here' && <Button type="text" title={t('run.againHint')} loading={again.isPending} onClick={() => void again.mutateAsync().then((next) => go(to(`imports/${next.number}?step=map`)))}>{t('run.again')}</Button>}
        </div>
        <p className={css.hint}>{!i.undoable ? t('done.legacy') : i.expires ? t('done.undoNote', { day: f.day(i.expires) }) : t('done.expired')}</p>
      </Card>
    </div>
  );
}
