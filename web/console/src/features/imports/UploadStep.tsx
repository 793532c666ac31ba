import { Button, Progress } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Card } from '@/design';
import { useActs, type Import } from './data';
import css from './imports.module.css';
import { send, stop, useUpload } from './uploads';

interface Props { i: Import; onArrived: () => void; onGone: () => void }

/** The file is on its way, or was: then it goes on with the same file. */
export function UploadStep({ i, onArrived, onGone }: Props) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const toast = useToast();
  const confirm = useConfirm();
  const upload = useUpload(i.number);
  const { remove } = useActs(i.number);
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState('');
  const arrived = upload?.done !== undefined;
  useEffect(() => { if (arrived) onArrived(); }, [arrived, onArrived]);

  const sent = Math.max(upload?.sent ?? 0, i.received);
  const moving = upload !== undefined && !upload.error;
  const choose = (file: File | undefined) => {
    if (!file) return;
    if (file.size !== i.size || file.name !== i.name) return setWrong(t('upload.other', { name: i.name, size: f.bytes(i.size) }));
    setWrong('');
    void send(i.number, file, i.received);
  };
  const giveUp = async () => {
    if (!(await confirm({ title: t('removeTitle', { name: i.name }), body: t('removeText'), act: t('remove'), destroys: true }))) return;
    stop(i.number);
    await remove.mutateAsync();
    toast({ text: t('removed', { name: i.name }) });
    onGone();
  };
  return (
    <div className={css.narrow}>
      <Card title={moving ? t('upload.title') : t('upload.stopped', { done: f.bytes(sent) })} note={t('upload.of', { done: f.bytes(sent), all: f.bytes(i.size) })}>
        <Progress percent={Math.floor((100 * sent) / Math.max(i.size, 1))} showInfo={false} strokeColor="var(--c2)" railColor="var(--fill-2)" size={{ height: 8 }} aria-label={t('upload.title')} />
        <p className={css.hint}>{moving ? (sent >= i.size ? t('upload.checking') : t('upload.leave')) : upload?.error ? t('upload.failed', { message: `${upload.error.message} ${upload.error.hint}` }) : t('upload.again')}</p>
        {wrong && <p className={css.wrong} role="alert">{wrong}</p>}
        <div className={css.acts}>
          {!moving && (upload ? <Button type="primary" onClick={() => void send(i.number, upload.file, i.received)}>{t('upload.retry')}</Button> : <Button type="primary" onClick={() => input.current?.click()}>{t('upload.choose')}</Button>)}
          <Button type="text" onClick={() => void giveUp()}>{t('upload.cancel')}</Button>
          <input ref={input} type="file" className="sr" tabIndex={-1} aria-label={t('upload.choose')} onChange={(e) => { choose(e.target.files?.[0]); e.target.value = ''; }} />
        </div>
      </Card>
    </div>
  );
}
