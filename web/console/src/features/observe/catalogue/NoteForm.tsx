import { Button, Input } from 'antd';
import { BadgeCheck, Eye, EyeOff, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { useMay } from '../data';
import css from './catalogue.module.css';
import { useNote } from './useCatalogue';

interface Noted { name: string; title?: string; description?: string; owner?: string; hidden?: boolean; verified?: string }

/** What operators know of it: title, description, owner; whether it is right and to be seen. */
export function NoteForm({ kind, of }: { kind: 'events' | 'properties'; of: Noted }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const may = useMay('operate');
  const note = useNote(kind, of.name);
  const toast = useToast();
  const [editing, setEditing] = useState(false);
  const [draft, setDraft] = useState({ title: '', description: '', owner: '' });
  const begin = () => { setDraft({ title: of.title ?? '', description: of.description ?? '', owner: of.owner ?? '' }); setEditing(true); };
  const save = async () => { if (await note(draft)) setEditing(false); };
  const hide = async () => {
    const hidden = !of.hidden;
    if (await note({ hidden }) && hidden) toast({ text: t('cat.hiddenNow', { name: of.title || of.name }), undo: () => void note({ hidden: false }) });
  };
  if (editing) {
    return (
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); void save(); }}>
        <label>{t('cat.title')}<Input autoFocus maxLength={80} value={draft.title} placeholder={of.name} onChange={(e) => setDraft({ ...draft, title: e.target.value })} /></label>
        <label>{t('cat.description')}<Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} value={draft.description} placeholder={t('cat.descriptionHint')} onChange={(e) => setDraft({ ...draft, description: e.target.value })} /></label>
        <label>{t('cat.owner')}<Input maxLength={80} value={draft.owner} onChange={(e) => setDraft({ ...draft, owner: e.target.value })} /></label>
        <div className={css.actions}><Button type="text" onClick={() => setEditing(false)}>{t('cancel')}</Button><Button type="primary" htmlType="submit">{t('save')}</Button></div>
      </form>
    );
  }
  return (
    <div className={css.note}>
      <p className={of.description ? css.description : 'ink3'}>{of.description || t('cat.noDescription')}</p>
      {of.owner && <p className="caption">{t('cat.ownerIs', { owner: of.owner })}</p>}
      {of.verified && <p className={css.verified_line}><BadgeCheck size={14} strokeWidth={1.5} aria-hidden />{t('cat.verifiedAt', { when: f.ago(of.verified) })}</p>}
      {may && (
        <div className={css.note_actions}>
          <Button size="small" icon={<Pencil size={13} strokeWidth={1.5} />} onClick={begin}>{t('cat.edit')}</Button>
          <Button size="small" icon={<BadgeCheck size={14} strokeWidth={1.5} />} onClick={() => void note({ verified: !of.verified })}>{of.verified ? t('cat.unverify') : t('cat.verify')}</Button>
          <Button size="small" icon={of.hidden ? <Eye size={14} strokeWidth={1.5} /> : <EyeOff size={14} strokeWidth={1.5} />} onClick={() => void hide()}>{of.hidden ? t('cat.show') : t('cat.hide')}</Button>
        </div>
      )}
    </div>
  );
}
