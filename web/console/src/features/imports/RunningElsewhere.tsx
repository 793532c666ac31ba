import { LoaderCircle } from 'lucide-react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useTo } from '@/app/session';
import { useActs, useImports, type Import } from './data';
import css from './imports.module.css';
import { WorkBar } from './WorkBar';

/** Another import that runs meanwhile, at the foot of the page. */
export function RunningElsewhere({ but }: { but: number }) {
  const running = useImports().data?.pages.flatMap((p) => p.imports ?? []).find((i) => i.number !== but && i.state === 'running');
  return running ? <Other i={running} /> : null;
}

function Other({ i }: { i: Import }) {
  const { t } = useTranslation('imports');
  const to = useTo();
  const go = useNavigate();
  const { act } = useActs(i.number);
  return (
    <section className={css.other} aria-label={t('other')}>
      <div className={css.otherHead}>
        <LoaderCircle size={16} strokeWidth={1.5} className={css.turning} aria-hidden />
        <b>{t('run.running', { name: i.name })}</b><span className="caption">{t('run.leave')}</span>
        <span className={css.barActs}><Button type="text" size="small" onClick={() => act.mutate('pause')}>{t('run.pause')}</Button><Button size="small" onClick={() => void go(to(`imports/${i.number}`))}>{t('run.open')}</Button></span>
      </div>
      <WorkBar p={i.progress} size={i.size} />
    </section>
  );
}
