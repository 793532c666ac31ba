import { Package } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Card, CopyButton } from '@/design';
import { Code } from '../Code';
import type { SourceDetail } from '../data';
import { snippetNames, snippets } from './snippets';
import css from './sources.module.css';

/** Code to be pasted, with this source's key and this server's address in it. Only clients that the server really takes. */
export function Snippets({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const said = { event: t('source.example.event'), property: t('source.example.property'), value: t('source.example.value'), user: '10482', trait: 'nickname', name: t('source.example.name') };
  const all = snippets({ origin: location.origin, key: s.write_key, said });
  const order = [...all.filter((x) => snippetNames[x.name]?.includes(s.kind)), ...all.filter((x) => !snippetNames[x.name]?.includes(s.kind))];
  const [chosen, setChosen] = useState(order[0]?.name ?? '');
  const shown = order.find((x) => x.name === chosen) ?? order[0];
  if (!shown) return null;
  return (
    <Card flush label={t('source.code')} className={css.code_card}>
      <div className={css.clients} role="group" aria-label={t('source.code')}>
        {order.map((x) => <button key={x.name} type="button" className={x.name === shown.name ? css.client_at : css.client} aria-pressed={x.name === shown.name} onClick={() => setChosen(x.name)}>{x.name}</button>)}
      </div>
      <div className={css.code}><Code text={shown.code} label={t('source.codeOf', { name: shown.name })} /></div>
      <footer className={css.code_foot}>
        <Package size={15} strokeWidth={1.5} aria-hidden />
        {shown.install ? <code>{shown.install}</code> : <span>{t('source.nothingToInstall')}</span>}
        <span className={css.push} />
        <CopyButton text={shown.install ? `${shown.install}\n\n${shown.code}` : shown.code} />
      </footer>
    </Card>
  );
}
