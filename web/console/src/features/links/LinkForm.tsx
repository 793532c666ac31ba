import { useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Input, Modal, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { ApiError } from '@/api/client';
import { useTo } from '@/app/session';
import { Field, Fields } from '@/design';
import { example, kinds, useLinkChanges, utm, type Kind, type Link } from './data';
import css from './links.module.css';

interface Filled { name: string; kind: Kind; partner: string; target: string; source: string; medium: string; campaign: string; content: string; code: string; note: string; ends: string }

const filled = (l?: Link): Filled => ({
  name: l?.name ?? '', kind: (l?.kind as Kind | undefined) ?? 'link', partner: l?.partner ?? '', target: l?.target ?? '', source: l?.campaign.source ?? '', medium: l?.campaign.medium ?? '',
  campaign: l?.campaign.name ?? '', content: l?.campaign.content ?? '', code: l?.code ?? '', note: l?.note ?? '', ends: l?.ends ?? '',
});

/** Makes a link, or changes one: the code stays, for it may be printed. */
export function LinkForm({ link, onClose }: { link?: Link; onClose: () => void }) {
  const { t } = useTranslation('links');
  const [v, setV] = useState(() => filled(link));
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const { make, change } = useLinkChanges();
  const client = useQueryClient();
  const navigate = useNavigate();
  const to = useTo();
  const set = <K extends keyof Filled>(key: K) => (value: Filled[K]) => { setV((now) => ({ ...now, [key]: value })); setError(null); };
  const campaign = { source: v.source, medium: v.medium, name: v.campaign, content: v.content, ...(link?.campaign.term ? { term: link.campaign.term } : {}) };
  const save = async () => {
    setWorking(true);
    try {
      const common = { name: v.name, kind: v.kind, partner: v.partner, target: v.target, campaign, note: v.note };
      if (link) {
        const now = await change(link.id, { version: link.version, ...common, ends: v.ends || '0001-01-01T00:00:00Z' });
        client.setQueriesData({ queryKey: ['link'], predicate: (q) => q.queryKey[2] === link.id }, now);
      } else {
        const [made] = await make([{ ...common, ...(v.code ? { code: v.code } : {}), ...(v.ends ? { ends: v.ends } : {}) }]);
        if (made) void navigate(to(`links/${made.id}`));
      }
      onClose();
    } catch (e) {
      setError(e instanceof ApiError ? e : new ApiError(0, 'internal', String(e)));
    } finally {
      setWorking(false);
    }
  };
  const wrong = (field: string) => (error?.field.replace(/^body\./, '').replace(/^links\[0\]\./, '') === field ? [error.message, error.hint].filter(Boolean).join(' · ') : undefined);
  const placed = error && ['name', 'partner', 'target', 'code', 'note', 'kind'].some((f) => wrong(f));
  const leads = preview(v.target, campaign);
  return (
    <Modal open onCancel={onClose} title={link ? t('editTitle', { name: link.name }) : t('new')} width={560} centered footer={null} closable={{ 'aria-label': t('close') }}>
      <form onSubmit={(e) => { e.preventDefault(); void save(); }}>
        <Fields>
          <Field label={t('field.target')} error={wrong('target')} hint={t('field.targetHint')}><Input autoFocus inputMode="url" placeholder={example} value={v.target} onChange={(e) => set('target')(e.target.value)} /></Field>
          <div className={css.pair}>
            <Field label={t('field.name')} error={wrong('name')}><Input maxLength={120} value={v.name} onChange={(e) => set('name')(e.target.value)} /></Field>
            <Field label={t('kindLabel')} error={wrong('kind')}><Select value={v.kind} onChange={set('kind')} options={kinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))} /></Field>
          </div>
          <Field label={t('field.partner')} error={wrong('partner')} hint={t(`partnerHint.${v.kind}`)}><Input maxLength={120} value={v.partner} onChange={(e) => set('partner')(e.target.value)} /></Field>
          <div className={css.pair}>
            <Field label={utm.source}><Input maxLength={200} value={v.source} onChange={(e) => set('source')(e.target.value)} /></Field>
            <Field label={utm.medium}><Input maxLength={200} value={v.medium} onChange={(e) => set('medium')(e.target.value)} /></Field>
            <Field label={utm.name}><Input maxLength={200} value={v.campaign} onChange={(e) => set('campaign')(e.target.value)} /></Field>
            <Field label={utm.content}><Input maxLength={200} value={v.content} onChange={(e) => set('content')(e.target.value)} /></Field>
          </div>
          <div className={css.pair}>
            <Field label={t('field.code')} error={wrong('code')} hint={link ? t('field.codeStays') : t('field.codeHint')}><Input addonBefore="/l/" disabled={!!link} maxLength={40} value={v.code} onChange={(e) => set('code')(e.target.value)} /></Field>
            <Field label={t('field.ends')} hint={t('field.endsHint')}><DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} value={v.ends ? dayjs(v.ends) : null} onChange={(d) => set('ends')(d ? d.toISOString() : '')} /></Field>
          </div>
          <Field label={t('field.note')} error={wrong('note')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 1, maxRows: 4 }} value={v.note} onChange={(e) => set('note')(e.target.value)} /></Field>
        </Fields>
        {leads && <p className={css.preview}><span>{t('leads')}</span><code>{leads}</code></p>}
        {error && !placed && <p className={css.failed} role="alert">{[error.field, error.message, error.hint].filter(Boolean).join(' · ')}</p>}
        <div className={css.actions}>
          <Button type="text" onClick={onClose}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={working} disabled={!v.name.trim() || !v.target.trim()}>{link ? t('save') : t('make')}</Button>
        </div>
      </form>
    </Modal>
  );
}

/** Where it will lead, as the server will say it; "" while the target is not an address. */
function preview(target: string, c: { source: string; medium: string; name: string; content: string }): string {
  if (!URL.canParse(target)) return '';
  const url = new URL(target);
  for (const [name, value] of [[utm.source, c.source], [utm.medium, c.medium], [utm.name, c.name], [utm.content, c.content]] as const) if (value.trim()) url.searchParams.set(name, value.trim());
  return url.toString();
}
