import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { ApiError } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useFormat, useTo } from '@/app/session';
import { Card } from '@/design';
import { useActs, type Act, type Import } from './data';
import { downloadErrors } from './download';
import css from './imports.module.css';
import { UndoButton } from './UndoButton';
import { useReasonOf } from './words';
import { WorkBar } from './WorkBar';

/** An import that is under way, waits, or stopped before its end. */
export function RunStep({ i }: { i: Import }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const confirm = useConfirm();
  const toast = useToast();
  const to = useTo();
  const go = useNavigate();
  const said = useReasonOf()(i.failure);
  const acts = useActs(i.number);
  const failed = (error: unknown) => toast({ text: t('failed', { message: error instanceof ApiError ? `${error.message} ${error.hint}` : String(error) }), tone: 'failed' });
  const act = (what: Act) => acts.act.mutate(what, { onError: failed });
  const start = (how: { again?: boolean; force?: boolean }) => acts.start.mutate(how, { onError: failed });
  const written = i.progress?.written || i.written;
  const cancel = async () => {
    if (await confirm({ title: t('run.cancelTitle', { name: i.name }), body: t('run.cancelText', { count: written }), act: t('run.cancel'), destroys: true })) act('cancel');
  };
  const moving = i.state === 'running' || i.state === 'queued';
  const title = { running: t('run.running', { name: i.name }), queued: t('run.queued', { name: i.name }), paused: t('run.paused'), failed: t('run.failed'), cancelled: t('run.cancelled'), interrupted: t('run.interrupted') }[i.state as 'running' | 'queued' | 'paused' | 'failed' | 'cancelled' | 'interrupted'];
  const already = i.failure?.reason === 'already_imported';
  return (
    <div className={css.narrow}>
      <Card title={title} note={moving ? t('run.leave') : undefined}
        extra={moving && <span className={css.barActs}>
          <Button type="text" size="small" onClick={() => act('pause')}>{t('run.pause')}</Button>
          <Button type="text" size="small" onClick={() => void cancel()}>{t('run.cancel')}</Button>
          <Button size="small" onClick={() => void go(to('imports'))}>{t('run.background')}</Button>
        </span>}>
        {i.state !== 'queued' && (moving || i.written > 0) && <WorkBar p={i.progress} size={i.size} counts={moving ? undefined : i} />}
        {i.failure && <p className={css.wrong} role="alert"><b>{said.what}</b> {said.todo}</p>}
        {i.state === 'interrupted' && <p className={css.hint}>{t('run.interruptedText')}</p>}
        {i.state === 'paused' && !i.failure && <p className={css.hint}>{t('run.pausedText', { written: f.number(i.written) })}</p>}
        {!moving && i.state !== 'paused' && i.written > 0 && <p className={css.hint}>{t('run.kept', { count: i.written })}</p>}
        {!moving && (
          <div className={css.acts}>
            {i.file === 'here' && (already
              ? <Button type="primary" onClick={() => start({ again: true })}>{t('run.forceAgain')}</Button>
              : <Button type="primary" onClick={() => start({})}>{i.state === 'failed' ? t('run.retry') : t('run.resume')}</Button>)}
            {i.errors && <Button onClick={() => void downloadErrors(i)}>{t('done.errors')}</Button>}
            {i.state === 'paused' && <Button type="text" onClick={() => void cancel()}>{t('run.cancel')}</Button>}
            {i.undoable && i.written > 0 && <UndoButton i={i} />}
          </div>
        )}
      </Card>
    </div>
  );
}
