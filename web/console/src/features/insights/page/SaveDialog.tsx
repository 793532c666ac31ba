import { Button, Input, Modal } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';
import css from './page.module.css';

interface Props { title: string; name: string; description: string; act: string; onSave: (name: string, description: string) => Promise<unknown>; onClose: () => void }

/** Asks for a name and what it is for. */
export function SaveDialog({ title, name, description, act, onSave, onClose }: Props) {
  const { t } = useTranslation('insights');
  const [called, setCalled] = useState(name);
  const [about, setAbout] = useState(description);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    setError(null);
    try { await onSave(called.trim(), about.trim()); } catch (failed) { setError(failed); setBusy(false); }
  };
  const wrong = error instanceof ApiError ? error : null;
  return (
    <Modal open title={title} onCancel={onClose} footer={null} width={440} destroyOnHidden>
      <form className={css.form} onSubmit={(e) => void save(e)}>
        <label>{t('page.name')}<Input autoFocus value={called} maxLength={120} placeholder={t('page.namePlaceholder')} status={wrong?.field === 'name' ? 'error' : undefined} onChange={(e) => setCalled(e.target.value)} /></label>
        <label>{t('page.description')}<Input.TextArea value={about} maxLength={2000} rows={3} placeholder={t('page.descriptionPlaceholder')} onChange={(e) => setAbout(e.target.value)} /></label>
        {error !== null && <p className="bad" role="alert">{wrong ? [wrong.message, wrong.hint].filter(Boolean).join(' · ') : String(error)}</p>}
        <div className={css.buttons}><Button onClick={onClose}>{t('page.cancel')}</Button><Button type="primary" htmlType="submit" loading={busy} disabled={called.trim() === ''}>{act}</Button></div>
      </form>
    </Modal>
  );
}
