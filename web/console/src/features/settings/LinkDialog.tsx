import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { LinkToPass } from './InviteDialog';
import css from './settings.module.css';
import type { Member } from './use';

/** A link that was made for somebody who is here already. */
export function LinkDialog({ member, link, onClose }: { member: Member; link: Schemas['AuthLink']; onClose: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <Modal open onCancel={onClose} footer={null} width={480} title={t('invite.linkTitle', { name: member.name })}>
      <LinkToPass link={link} />
      <div className={css.actions}><Button type="primary" onClick={onClose}>{t('invite.done')}</Button></div>
    </Modal>
  );
}
