import { Input, Switch } from 'antd';
import { Info, Search } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useFormat } from '@/app/session';
import { Top } from '@/app/top';
import { Sentence } from '@/design';
import css from './catalogue.module.css';

interface Props { sentence: ReactNode; asOf?: string; took?: number; children: ReactNode; side?: ReactNode; searchLabel: string; hidden: boolean }

/** A list with its search, and beside it the one that is open. */
export function Frame({ sentence, asOf, took, children, side, searchLabel, hidden }: Props) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('search') ?? '');
  useEffect(() => {
    const timer = setTimeout(() => setParams((had) => {
      if ((had.get('search') ?? '') === text) return had;
      const p = new URLSearchParams(had);
      if (text) p.set('search', text); else p.delete('search');
      p.delete('after');
      return p;
    }, { replace: true }), 200);
    return () => clearTimeout(timer);
  }, [text, setParams]);
  const show = (on: boolean) => setParams((had) => { const p = new URLSearchParams(had); if (on) p.set('hidden', '1'); else p.delete('hidden'); return p; }, { replace: true });
  return (
    <>
      <Top />
      <div className={css.page} data-flush>
        <div className={css.main}>
          <div className={css.head}>
            <Sentence kind="page">{sentence}</Sentence>
            <label className={css.switch}><Switch size="small" checked={hidden} onChange={show} />{t('cat.withHidden')}</label>
            <Input className={css.search} allowClear prefix={<Search size={15} strokeWidth={1.5} />} aria-label={searchLabel} placeholder={searchLabel} value={text} onChange={(e) => setText(e.target.value)} />
          </div>
          {children}
          <p className={css.line}>
            <Info size={14} strokeWidth={1.5} aria-hidden />
            <span>{t('cat.seen')}</span><span>{t('zone', { zone: f.zone })}</span>
            {asOf && <span className="num">{t('source.asOf', { time: f.time(asOf, true) })}</span>}
            {took !== undefined && <span className="num">{t('cat.took', { ms: f.number(Math.max(1, Math.round(took))) })}</span>}
          </p>
        </div>
        {side}
      </div>
    </>
  );
}
