import { Button } from 'antd';
import { FileUp } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { ApiError } from '@/api/client';
import { useToast } from '@/app/notices';
import { useFormat, useTo } from '@/app/session';
import css from './imports.module.css';
import { begin } from './uploads';

/** Where a file is dropped or chosen: its upload begins, and its page opens. */
export function DropZone({ most, days }: { most: number; days: number }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const to = useTo();
  const go = useNavigate();
  const toast = useToast();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);

  const take = async (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    const said = { name: file.name, size: f.bytes(file.size), most: f.bytes(most) };
    if (file.size > most) return setWrong(t('drop.tooLarge', said));
    if (file.size === 0) return setWrong(t('drop.tooSmall', said));
    if (files.length > 1) toast({ text: t('drop.many', said), tone: 'info' });
    setBusy(true);
    try {
      const made = await begin(file);
      await go(to(`imports/${made.number}`));
    } catch (error) {
      setWrong(error instanceof ApiError ? `${error.message} ${error.hint}` : String(error));
    } finally {
      setBusy(false);
    }
  };
  const drag = (e: DragEvent, inside: boolean) => { e.preventDefault(); setOver(inside); };
  return (
    <div
      className={`${css.drop} ${over ? css.over : ''}`}
      onDragOver={(e) => drag(e, true)} onDragLeave={(e) => drag(e, false)}
      onDrop={(e) => { drag(e, false); void take(e.dataTransfer.files); }}
    >
      <span className={css.dropIcon} aria-hidden><FileUp size={20} strokeWidth={1.5} /></span>
      <div className={css.dropWords}>
        <h2>{over ? t('drop.here') : t('drop.title')}</h2>
        <p>{t('drop.hint', { size: f.bytes(most) })}</p>
        <p className="caption">{t('drop.encodings')} · {t('drop.keep', { days })}</p>
        {wrong && <p className={css.wrong} role="alert">{wrong}</p>}
      </div>
      <Button type="primary" loading={busy} onClick={() => input.current?.click()}>{t('drop.choose')}</Button>
      <input ref={input} type="file" className="sr" tabIndex={-1} aria-label={t('drop.choose')} onChange={(e) => { setWrong(''); void take(e.target.files); e.target.value = ''; }} />
    </div>
  );
}
