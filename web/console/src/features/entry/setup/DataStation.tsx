import { Button } from 'antd';
import { RadioTower, Upload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { entries } from '@/app/features';
import css from '../setup.module.css';
import { ConnectPanel } from './ConnectPanel';
import { useArrivals, usePlace } from './place';

/** Where the first users come from: an app that sends, or a file. */
export function DataStation({ onMeet }: { onMeet: () => void }) {
  const { t } = useTranslation('entry');
  const place = usePlace();
  const arrived = (useArrivals().data ?? 0) > 0;
  const [shown, setShown] = useState(true);
  const importing = entries.find((e) => e.path.includes('import'));
  if (!place) return null;
  return (
    <div className={css.station}>
      <div className={css.data}>
        <div>
          <h1>{t('setup.data.title')}</h1>
          <div className={css.options}>
            <button type="button" className={`${css.option} ${shown ? css.chosen : ''}`} aria-pressed={shown} onClick={() => setShown(true)}>
              <RadioTower size={19} strokeWidth={1.5} aria-hidden />
              <div><b>{t('setup.data.app')}</b><span>{t('setup.data.appHint')}</span></div>
              <span className={css.time}>{t('setup.data.appTime')}</span>
            </button>
            {importing && (
              <Link className={css.option} to={`/${place.slug}/${importing.path}`}>
                <Upload size={19} strokeWidth={1.5} aria-hidden />
                <div><b>{t('setup.data.file')}</b><span>{t('setup.data.fileHint')}</span></div>
                <span className={css.time}>{t('setup.data.fileTime')}</span>
              </Link>
            )}
          </div>
        </div>
        {shown && <ConnectPanel place={place} />}
      </div>
      <div className={css.actions}>
        <Button type="primary" disabled={!arrived} onClick={onMeet}>{t('setup.data.meet')}</Button>
        <Link to={`/${place.slug}/today`}><Button type="text">{t('setup.later')}</Button></Link>
      </div>
    </div>
  );
}
