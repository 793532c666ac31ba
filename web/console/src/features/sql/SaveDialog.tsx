import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props { title: string; name: string; description: string; busy: boolean; error: string; onSave: (name: string, description: string) => void; onClose: () => void }

/** Asks for a name that people will recognise. */
export function SaveDialog({ title, name, description, busy, error, onSave, onClose }: Props) {
  const { t } = useTranslation('sql');
  const { t: shell } = useTranslation('shell');
  const [called, setCalled] = useState(name);
  const [why, setWhy] = useState(description);
  const ready = called.trim() !== '' && !busy;
  const save = () => { if (ready) onSave(called.trim(), why.trim()); };
  return (
    <Modal open title={title} onCancel={onClose} onOk={save} okText={busy ? t('saving') : t('save')} cancelText={shell('cancel')} okButtonProps={{ disabled: !ready, autoInsertSpace: false }} cancelButtonProps={{ autoInsertSpace: false }} width={460}>
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('name')} htmlFor="sql-name" extra={<span className="caption">{t('nameHint')}</span>} validateStatus={error ? 'error' : undefined} help={error || undefined}>
          <Input id="sql-name" autoFocus maxLength={80} value={called} onChange={(e) => setCalled(e.target.value)} onPressEnter={save} />
        </Form.Item>
        <Form.Item label={t('description')} htmlFor="sql-description" extra={<span className="caption">{t('descriptionHint')}</span>}>
          <Input.TextArea id="sql-description" maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} value={why} onChange={(e) => setWhy(e.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
