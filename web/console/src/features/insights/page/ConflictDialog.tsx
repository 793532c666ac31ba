import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import { useInsight, docOf, type Insight } from '../saved';
import type { Doc } from '../model/state';
import css from './page.module.css';

/** Somebody else changed it meanwhile: keep mine as another, or take theirs. */
export function ConflictDialog({ insight, onAs, onTheirs, onClose }: { insight: Insight; onAs: () => void; onTheirs: (doc: Doc) => void; onClose: () => void }) {
  const { t } = useTranslation('insights');
  const newest = useInsight(insight.id);
  const take = () => void newest.refetch().then((r) => { if (r.data) onTheirs(docOf(r.data)); });
  return (
    <Modal open title={t('page.conflictTitle')} onCancel={onClose} footer={null} width={440}>
      <p className="ink2">{t('page.conflictBody')}</p>
      <div className={css.buttons}><Button onClick={take}>{t('page.takeTheirs')}</Button><Button type="primary" onClick={onAs}>{t('page.saveAs')}</Button></div>
    </Modal>
  );
}
