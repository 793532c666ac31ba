import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Asked } from './confirm';
import css from './confirm.module.css';

export function ConfirmDialog({ asked, icon, onEnd }: { asked: Asked; icon: ReactNode; onEnd: (yes: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Modal open onCancel={() => onEnd(false)} closable={false} width={440} footer={null} centered
      title={<span className={asked.destroys ? css.bad : css.title}>{asked.destroys && icon}{asked.title}</span>}>
      <div className={css.body}>{asked.body}</div>
      <div className={css.actions}>
        <Button type="text" onClick={() => onEnd(false)}>{t('cancel')}</Button>
        <Button type="primary" danger={asked.destroys} autoFocus={!asked.destroys} onClick={() => onEnd(true)}>{asked.act}</Button>
      </div>
    </Modal>
  );
}
