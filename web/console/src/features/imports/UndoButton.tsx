import { Button } from 'antd';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { traceOf, useActs, type Import, type Trace } from './data';
import css from './imports.module.css';

/** Takes an import back, after saying what that touches. */
export function UndoButton({ i }: { i: Import }) {
  const { t } = useTranslation('imports');
  const confirm = useConfirm();
  const toast = useToast();
  const { act } = useActs(i.number);
  const [looking, setLooking] = useState(false);
  const ask = async () => {
    setLooking(true);
    try {
      const trace = await traceOf(i.number);
      setLooking(false);
      if (await confirm({ title: t('undo.title', { name: i.name }), body: <Touches trace={trace} i={i} />, act: t('undo.act'), destroys: true })) await act.mutateAsync('undo');
    } catch (error) {
      toast({ text: t('failed', { message: error instanceof ApiError ? `${error.message} ${error.hint}` : String(error) }), tone: 'failed' });
    } finally {
      setLooking(false);
    }
  };
  return <Button icon={<Undo2 size={14} strokeWidth={1.5} />} loading={looking || act.isPending} onClick={() => void ask()}>{looking ? t('undo.looking') : t('done.undo')}</Button>;
}

function Touches({ trace, i }: { trace: Trace; i: Import }) {
  const { t } = useTranslation('imports');
  const stay = trace.persons - trace.only;
  if (trace.events === 0) return <p>{t('undo.nothing')}</p>;
  return (
    <ul className={css.touches}>
      <li>{t('undo.events', { count: trace.events })}</li>
      {trace.only > 0 && <li>{t('undo.only', { count: trace.only })}</li>}
      {stay > 0 && <li>{t('undo.stay', { count: stay })}</li>}
      <li>{t('undo.again')}{i.file !== 'here' && ` ${t('undo.fileGone')}`}</li>
    </ul>
  );
}
