import { Button, Dropdown, Input, Modal, Radio } from 'antd';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useMay, type SourceDetail } from '../data';
import { useSourceChanges } from './change';
import css from './dialogs.module.css';

/** Another key, another name, or no more events. */
export function Manage({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const may = useMay('integrate');
  const [open, setOpen] = useState<'key' | 'name' | null>(null);
  const change = useSourceChanges();
  const confirm = useConfirm();
  const toast = useToast();
  if (!may) return null;
  const disable = async () => {
    const yes = await confirm({ title: t('source.disableTitle', { name: s.name }), body: t('source.disableBody'), act: t('source.disable'), destroys: true });
    if (yes && !(await change.disable(s.id))) toast({ text: t('source.disabled', { name: s.name }), undo: () => void change.enable(s.id) });
  };
  return (
    <>
      <Button onClick={() => setOpen('key')}>{t('source.rotate')}</Button>
      <Dropdown trigger={['click']} placement="bottomRight" menu={{
        items: [
          { key: 'name', label: t('source.rename') },
          s.disabled_at ? { key: 'on', label: t('source.enable') } : { key: 'off', label: t('source.disable'), danger: true },
        ],
        onClick: ({ key }) => { if (key === 'name') setOpen('name'); else if (key === 'on') void change.enable(s.id); else void disable(); },
      }}>
        <Button aria-label={t('source.more')} icon={<Ellipsis size={16} strokeWidth={1.5} />} />
      </Dropdown>
      {open === 'key' && <Rotate source={s} onClose={() => setOpen(null)} />}
      {open === 'name' && <Rename source={s} onClose={() => setOpen(null)} />}
    </>
  );
}

/** The old key goes on working for as long as it takes to bring the new one everywhere. */
function Rotate({ source: s, onClose }: { source: SourceDetail; onClose: () => void }) {
  const { t } = useTranslation('observe');
  const [hours, setHours] = useState(24);
  const [working, setWorking] = useState(false);
  const change = useSourceChanges();
  const toast = useToast();
  const rotate = async () => {
    setWorking(true);
    const failed = await change.rotate(s.id, hours);
    setWorking(false);
    if (failed) return;
    toast({ text: t('source.rotated') });
    onClose();
  };
  return (
    <Modal open onCancel={onClose} title={t('source.rotateTitle', { name: s.name })} width={460} centered footer={null} closable={{ 'aria-label': t('close') }}>
      <p className={css.text}>{t('source.rotateBody')}</p>
      <Radio.Group className={css.choices} value={hours} onChange={(e) => setHours(Number(e.target.value))}
        options={[0, 24, 168].map((h) => ({ value: h, label: t(`source.keep.${h as 0 | 24 | 168}`) }))} />
      {hours === 0 && s.total > 0 && <p className={css.warn}>{t('source.keepNone')}</p>}
      <div className={css.actions}>
        <Button type="text" onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" loading={working} onClick={() => void rotate()}>{t('source.rotateAct')}</Button>
      </div>
    </Modal>
  );
}

function Rename({ source: s, onClose }: { source: SourceDetail; onClose: () => void }) {
  const { t } = useTranslation('observe');
  const [name, setName] = useState(s.name);
  const change = useSourceChanges();
  const save = async () => { if (!(await change.rename(s.id, name))) onClose(); };
  return (
    <Modal open onCancel={onClose} title={t('source.renameTitle')} width={400} centered footer={null} closable={{ 'aria-label': t('close') }}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); void save(); }}>
        <label className={css.field}><span>{t('source.name')}</span><Input autoFocus value={name} maxLength={80} onChange={(e) => setName(e.target.value)} /></label>
        <div className={css.actions}>
          <Button type="text" onClick={onClose}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" disabled={!name.trim()}>{t('save')}</Button>
        </div>
      </form>
    </Modal>
  );
}
