import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';

import { Top } from '@/app/top';
import { useTo } from '@/app/session';
import { Failed, Skeleton } from '@/design';
import { useImport, type Import } from './data';
import { DoneStep } from './DoneStep';
import { DraftSteps } from './DraftSteps';
import css from './imports.module.css';
import { RefusedStep } from './RefusedStep';
import { RunStep } from './RunStep';
import { Steps } from './Steps';
import { UndoneStep } from './UndoneStep';
import { UploadStep } from './UploadStep';

/** One import, from its upload to its undo: what is to be done now. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const number = Number(useParams().number);
  const to = useTo();
  const go = useNavigate();
  const query = useImport(number);
  const i = query.data;
  if (query.error) return <Failed error={query.error} height={320} onRetry={() => void query.refetch()} actions={<Link to={to('imports')}>{t('list')}</Link>} />;
  if (!i) return <Skeleton kind="rows" height={320} />;
  return (
    <div data-wide data-flush className={css.wizard}>
      <Top before={<Link to={to('imports')}>{t('title')}</Link>} title={i.name} />
      <Body i={i} refetch={() => void query.refetch()} onGone={() => void go(to('imports'))} />
    </div>
  );
}

interface Props { i: Import; refetch: () => void; onGone: () => void }

function Body({ i, refetch, onGone }: Props) {
  switch (i.state) {
    case 'uploading': return <><Steps now="upload" /><UploadStep i={i} onArrived={refetch} onGone={onGone} /></>;
    case 'refused': return <><Steps now="upload" failed /><RefusedStep i={i} onGone={onGone} /></>;
    case 'draft': case 'checking': return <DraftSteps i={i} onGone={onGone} />;
    case 'queued': case 'running': return <><Steps now="run" /><RunStep i={i} /></>;
    case 'undoing': case 'undone': return <><Steps now="over" /><UndoneStep i={i} /></>;
    case 'done': return <><Steps now="over" /><DoneStep i={i} /></>;
    case 'paused': case 'failed': case 'cancelled': case 'interrupted': return <><Steps now="run" failed={i.state === 'failed'} /><RunStep i={i} /></>;
  }
}
