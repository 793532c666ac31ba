import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useSourceChanges } from './change';
import { kindIcons, kinds, type Connected } from './icons';
import css from './dialogs.module.css';

/** A name and what it is; the key and the code follow on its page. */
export function NewSource({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('observe');
  const [kind, setKind] = useState<Connected>('web');
  const [name, setName] = useState('');
  const [working, setWorking] = useState(false);
  const { create } = useSourceChanges();
  const make = async () => {
    setWorking(true);
    const failed = await create(name.trim() || t(`source.kind.${kind}`), kind);
    setWorking(false);
    if (!failed) onClose();
  };
  return (
    <Modal open onCancel={onClose} title={t('source.newTitle')} width={520} centered footer={null} closable={{ 'aria-label': t('close') }}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); void make(); }}>
        <fieldset className={css.kinds}>
          <legend>{t('source.what')}</legend>
          {kinds.map((k) => {
            const Icon = kindIcons[k];
            return (
              <label key={k} className={`${css.kind} ${k === kind ? css.chosen : ''}`}>
                <input type="radio" name="kind" className="sr" checked={k === kind} onChange={() => setKind(k)} />
                <Icon size={18} strokeWidth={1.5} aria-hidden />
                <b>{t(`source.kind.${k}`)}</b>
                <small>{t(`source.kindHint.${k}`)}</small>
              </label>
            );
          })}
        </fieldset>
        <label className={css.field}>
          <span>{t('source.name')}</span>
          <Input autoFocus value={name} maxLength={80} placeholder={t(`source.kind.${kind}`)} onChange={(e) => setName(e.target.value)} />
        </label>
        <div className={css.actions}>
          <Button type="text" onClick={onClose}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={working}>{t('source.make')}</Button>
        </div>
      </form>
    </Modal>
  );
}
