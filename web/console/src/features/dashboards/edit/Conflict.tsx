import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import type { Board } from '../model/types';

interface Props { theirs: Board; onTheirs: () => void; onMine: () => void; onCopy: () => void; onStay: () => void }

/** Somebody saved while one was arranging: theirs, mine, or both. */
export function Conflict({ theirs, onTheirs, onMine, onCopy, onStay }: Props) {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const name = theirs.updated_by.name || t('conflict.somebody');
  return (
    <Modal open width={460} title={t('conflict.title', { name })} onCancel={onStay} footer={[
      <Button key="theirs" onClick={onTheirs}>{t('conflict.theirs')}</Button>,
      <Button key="mine" danger onClick={onMine}>{t('conflict.mine')}</Button>,
      <Button key="copy" type="primary" onClick={onCopy}>{t('conflict.copy')}</Button>,
    ]}>
      {t('conflict.body', { when: f.time(theirs.updated, true), version: theirs.version })}
    </Modal>
  );
}
