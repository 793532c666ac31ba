import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import { Kbd } from '@/design';
import css from './help.module.css';

/** Which keys there are. */
export function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const keys = [
    [['Ctrl K', '/'], t('keys.palette')], [['?'], t('keys.help')], [['←', '→'], t('keys.move')], [['Enter'], t('keys.open')], [['T'], t('keys.table')], [['Esc'], t('close')],
  ] as const;
  return (
    <Modal open onCancel={onClose} title={t('keys.title')} footer={null} width={400} centered closable={{ 'aria-label': t('close') }}>
      <dl className={css.keys}>{keys.map(([ks, what]) => <div key={what}><dt>{what}</dt><dd>{ks.map((k) => <Kbd key={k}>{k}</Kbd>)}</dd></div>)}</dl>
    </Modal>
  );
}
