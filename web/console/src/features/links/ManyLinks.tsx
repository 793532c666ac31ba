import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';
import { useToast } from '@/app/notices';
import { CopyButton, Field, Fields } from '@/design';
import { example, kinds, useLinkChanges, utm, type Draft, type Kind, type Link } from './data';
import css from './links.module.css';

/** One link each for many partners: a line each, with a code of their own if they like. */
export function ManyLinks({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('links');
  const [text, setText] = useState('');
  const [target, setTarget] = useState('');
  const [kind, setKind] = useState<Kind>('kol');
  const [campaign, setCampaign] = useState('');
  const [made, setMade] = useState<Link[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const { make } = useLinkChanges();
  const toast = useToast();
  const drafts = draftsOf(text, kind, target, campaign);
  const save = async () => {
    setWorking(true);
    setError(null);
    try {
      setMade(await make(drafts));
      toast({ text: t('madeMany', { count: drafts.length }) });
    } catch (e) {
      const failed = e instanceof ApiError ? e : new ApiError(0, 'internal', String(e));
      const at = /links\[(\d+)\]/.exec(failed.field);
      setError([at ? t('atLine', { line: Number(at[1]) + 1 }) : failed.field, failed.message, failed.hint].filter(Boolean).join(' · '));
    } finally {
      setWorking(false);
    }
  };
  const table = made?.map((l) => `${l.partner}\t${l.address}`).join('\n') ?? '';
  return (
    <Modal open onCancel={onClose} title={t('many')} width={560} centered footer={null} closable={{ 'aria-label': t('close') }}>
      {made ? (
        <>
          <p className={css.text}>{t('manyDone')}</p>
          <pre className={css.made}>{table}</pre>
          <div className={css.actions}><CopyButton small={false} text={table} label={t('copyAll')} /><Button type="primary" onClick={onClose}>{t('done')}</Button></div>
        </>
      ) : (
        <form onSubmit={(e) => { e.preventDefault(); void save(); }}>
          <Fields>
            <Field label={t('manyWho')} hint={t('manyHint')} error={error ?? undefined}><Input.TextArea autoFocus rows={6} value={text} onChange={(e) => { setText(e.target.value); setError(null); }} placeholder={t('manyExample')} /></Field>
            <Field label={t('field.target')}><Input inputMode="url" placeholder={example} value={target} onChange={(e) => setTarget(e.target.value)} /></Field>
            <div className={css.pair}>
              <Field label={t('kindLabel')}><Select value={kind} onChange={setKind} options={kinds.filter((k) => k !== 'link').map((k) => ({ value: k, label: t(`kind.${k}`) }))} /></Field>
              <Field label={utm.name}><Input maxLength={200} value={campaign} onChange={(e) => setCampaign(e.target.value)} /></Field>
            </div>
          </Fields>
          <div className={css.actions}>
            <Button type="text" onClick={onClose}>{t('cancel')}</Button>
            <Button type="primary" htmlType="submit" loading={working} disabled={drafts.length === 0 || !target.trim()}>{t('makeMany', { count: drafts.length })}</Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

/** A line is a name, or a name and a code behind a comma. */
function draftsOf(text: string, kind: Kind, target: string, campaign: string): Draft[] {
  return text.split('\n').map((l) => l.trim()).filter(Boolean).map((line) => {
    const [name = '', code = ''] = line.split(/[,，\t]/).map((s) => s.trim());
    return { kind, name, partner: name, target, campaign: { source: name, medium: kind, ...(campaign ? { name: campaign } : {}) }, ...(code ? { code } : {}) };
  });
}
