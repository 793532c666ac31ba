import { Button, Dropdown } from 'antd';
import { Archive, ArchiveRestore, ArrowLeft, Download, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as To } from 'react-router';

import { useToast } from '@/app/notices';
import { useFormat, useRights, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Card, CopyButton, Failed, Skeleton, Tag } from '@/design';
import { Clicks } from './Clicks';
import { savePicture, useLink, useLinkChanges, usePicture, utm, type Kind, type Link } from './data';
import { kindIcons } from './icons';
import { LinkForm } from './LinkForm';
import css from './links.module.css';

/** One link: its address and code to hand out, where it leads, and what it brought. */
export function LinkView({ id }: { id: number }) {
  const { t } = useTranslation('links');
  const to = useTo();
  const query = useLink(id);
  const [editing, setEditing] = useState(false);
  const l = query.data;
  if (!l) return query.error ? <Failed error={query.error} onRetry={() => void query.refetch()} height={360} /> : <Skeleton height={480} kind="rows" />;
  const Icon = kindIcons[l.kind as Kind];
  return (
    <>
      <Top title={l.name} before={<To to={to('links')}>{t('entry')}</To>} />
      <header className={css.head}>
        <To to={to('links')} className={css.back} aria-label={t('entry')}><ArrowLeft size={18} strokeWidth={1.5} /></To>
        <span className={css.big_icon} aria-hidden><Icon size={18} strokeWidth={1.5} /></span>
        <h2>{l.name}</h2>
        {l.archived ? <Tag>{t('archived')}</Tag> : l.ends && new Date(l.ends) < new Date() ? <Tag>{t('ended')}</Tag> : null}
        <Tools link={l} onEdit={() => setEditing(true)} />
      </header>
      <div className={css.two}>
        <Given link={l} />
        <Code link={l} />
      </div>
      <Clicks link={l} />
      {editing && <LinkForm link={l} onClose={() => setEditing(false)} />}
    </>
  );
}

function Tools({ link: l, onEdit }: { link: Link; onEdit: () => void }) {
  const { t } = useTranslation('links');
  const may = useRights().can('operate');
  const toast = useToast();
  const { change, failed } = useLinkChanges();
  if (!may) return null;
  const aside = async (archived: boolean, version: number) => {
    try {
      const now = await change(l.id, { version, archived });
      if (archived) toast({ text: t('putAside', { name: l.name }), undo: () => void aside(false, now.version) });
    } catch (error) { failed(error); }
  };
  return (
    <div className={css.head_tools}>
      <Button size="small" icon={<Pencil size={14} strokeWidth={1.5} />} onClick={onEdit}>{t('edit')}</Button>
      <Button size="small" icon={l.archived ? <ArchiveRestore size={14} strokeWidth={1.5} /> : <Archive size={14} strokeWidth={1.5} />} onClick={() => void aside(!l.archived, l.version)}>{l.archived ? t('useAgain') : t('aside')}</Button>
    </div>
  );
}

/** What is handed out, and where it leads. */
function Given({ link: l }: { link: Link }) {
  const { t } = useTranslation('links');
  const f = useFormat();
  const rows: [string, string | undefined][] = [
    [t('field.partner'), l.partner], [utm.source, l.campaign.source], [utm.medium, l.campaign.medium], [utm.name, l.campaign.name], [utm.content, l.campaign.content], [utm.term, l.campaign.term],
    [t('field.ends'), l.ends ? f.moment(l.ends) : undefined], [t('field.note'), l.note],
  ];
  return (
    <Card title={t('address')} extra={<CopyButton text={l.address} />}>
      <code className={css.address}>{l.address}</code>
      <p className={css.leads}><span>{t('leads')}</span><a href={l.leads} target="_blank" rel="noreferrer">{readable(l.leads)}</a></p>
      <dl className={css.facts}>{rows.filter(([, v]) => v).map(([name, v]) => <div key={name}><dt>{name}</dt><dd>{v}</dd></div>)}</dl>
      <p className={css.quiet}>{t('made', { kind: t(`kind.${l.kind as Kind}`), when: f.day(l.created) })}</p>
    </Card>
  );
}

function Code({ link: l }: { link: Link }) {
  const { t } = useTranslation('links');
  const picture = usePicture(l.id);
  const { failed } = useLinkChanges();
  const save = (format: 'svg' | 'png') => void savePicture(l.id, l.code, format).catch(failed);
  return (
    <Card title={t('code')} extra={(
      <Dropdown menu={{ items: [{ key: 'svg', label: t('asSvg') }, { key: 'png', label: t('asPng') }], onClick: ({ key }) => save(key === 'png' ? 'png' : 'svg') }} trigger={['click']}>
        <Button size="small" icon={<Download size={14} strokeWidth={1.5} />}>{t('download')}</Button>
      </Dropdown>
    )}>
      {picture.error ? <Failed error={picture.error} onRetry={() => void picture.refetch()} height={188} />
        : picture.data ? <img className={css.picture} src={picture.data} alt={t('codeOf', { name: l.name })} /> : <Skeleton height={188} />}
      <p className={css.quiet}>{t('scanned')}</p>
    </Card>
  );
}

/** An address as people read it. */
function readable(address: string): string {
  try { return decodeURI(address); } catch { return address; }
}
