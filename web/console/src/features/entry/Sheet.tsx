import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Logo } from '@/app/Rail';
import { Track } from '@/design';
import css from './sheet.module.css';

// Large controls here are taller, not rounder or louder.
const theme = { token: { borderRadiusLG: 6, controlHeightLG: 38, fontSizeLG: 14 } };

/** The way in: the loop at the left, a form at the right. */
export function Sheet({ children }: { children: ReactNode }) {
  const { t } = useTranslation('entry');
  const { t: shell } = useTranslation('shell');
  const stops = (['observe', 'understand', 'act', 'measure'] as const).map((s, i) => ({ key: s, label: shell(`stop.${s}`), state: i === 0 ? 'current' as const : 'to_come' as const }));
  return (
    <main className={css.page}>
      <div className={css.sheet}>
        <aside className={css.aside}>
          <div className={css.brand}><Logo /><b>{shell('product')}</b></div>
          <div className={css.loop}><Track down stops={stops} label={shell('loop')} /></div>
          <p className={css.host}>{location.host}<br />{t('onThisMachine')}</p>
        </aside>
        <ConfigProvider theme={theme}><div className={css.content}>{children}</div></ConfigProvider>
      </div>
    </main>
  );
}
