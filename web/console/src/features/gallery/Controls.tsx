import { Button, Input, Segmented, Switch } from 'antd';
import { BookOpen, CircleAlert, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { Avatar, Card, Change, Interval, Kbd, Mark, Sentence, Sparkline, Status, Tag, Track, Word } from '@/design';
import css from './gallery.module.css';

export function Controls() {
  const { t } = useTranslation('gallery');
  const [order, setOrder] = useState('ordered');
  return (
    <Card title={t('controls')} note={t('controlsNote')}>
      <div className={css.rows}>
        <div><Button type="primary">{t('save')}</Button><Button disabled>{t('disabled')}</Button></div>
        <div><Button>{t('share')}</Button><Button type="text">{t('cancel')}</Button><Button danger icon={<Trash2 size={14} strokeWidth={1.5} />}>{t('remove')}</Button><Button size="small">{t('small')}</Button></div>
        <div><Button type="primary" loading>{t('publishing')}</Button></div>
        <div><Input placeholder={t('segmentName')} aria-label={t('segmentName')} style={{ width: 130 }} /><Input defaultValue={t('highValue')} aria-label={t('segmentName')} style={{ width: 130 }} /></div>
        <div className={css.stack}><Input status="error" defaultValue={t('zeroDays')} aria-label={t('zeroDays')} style={{ width: 200 }} /><span className={`caption bad ${css.inline}`}><CircleAlert size={13} strokeWidth={1.5} aria-hidden />{t('windowError')}</span></div>
        <div><Segmented value={order} onChange={setOrder} options={(['ordered', 'strict', 'any'] as const).map((o) => ({ value: o, label: t(o) }))} /><Switch defaultChecked aria-label={t('ordered')} /></div>
        <div><Kbd>Ctrl K</Kbd><Kbd>G</Kbd><Kbd>T</Kbd><span className="caption">{t('goToday')}</span></div>
      </div>
    </Card>
  );
}

export function Marks() {
  const { t } = useTranslation('gallery');
  return (
    <Card title={t('marks')} note={t('marksNote')}>
      <div className={css.rows}>
        <div><Status tone="good">{t('running')}</Status><Status tone="warn">{t('stopSoon')}</Status><Status tone="bad">{t('failed')}</Status><Status>{t('ended')}</Status></div>
        <div><Tag tone="ours">{t('paper')}</Tag><Tag tone="info">{t('draft')}</Tag><Tag outlined>{t('unsaved')}</Tag><Tag>{t('static')}</Tag><Tag tone="warn">{t('stopSoon')}</Tag></div>
        <div><Change value={0.042} /><Change value={-0.061} /><Change value={-0.02} moreIsBetter={false} /><Change value={0.0001} points /></div>
        <div className="caption">{t('changeNote')}</div>
        <div><Interval low={3.1} estimate={6.4} high={9.7} domain={[-8, 20]} label={t('interval')} /></div>
        <div><Interval low={-2.4} estimate={0.9} high={4.2} domain={[-8, 20]} label={t('interval')} /></div>
        <div><Interval low={-6.8} estimate={-4.1} high={-1.4} domain={[-8, 20]} label={t('interval')} /></div>
        <div><Interval low={-6.5} estimate={4} high={16} enough={false} domain={[-8, 20]} label={t('dashed')} /><span className="caption">{t('dashed')}</span></div>
        <div><Mark icon={<BookOpen size={13} strokeWidth={1.5} />} />{t('theirs')}<Mark ours icon={<Send size={13} strokeWidth={1.5} />} />{t('ours')}<Avatar name={t('ours')} id={7} /><Avatar name="?" id={1} anonymous /></div>
        <Sentence>{t('within')} <Word>{t('sevenDays')}</Word> {t('walk')} <Word editing>{t('fourSteps')}</Word> {t('who')}</Sentence>
        <div><Sparkline values={[3, 4, 3.5, 5, 7, 6, 6.5, 8]} previous={[3, 3.5, 3.2, 4, 5, 5.5, 5, 6]} /><Sparkline values={[3, 4, 3.5, 5, 7, 6, 6.5, 2]} unfinished /></div>
      </div>
    </Card>
  );
}

export function Prompts() {
  const { t } = useTranslation('gallery');
  const confirm = useConfirm();
  const say = useToast();
  return (
    <Card title={t('prompts')} note={t('promptsNote')}>
      <div className={css.rows}>
        <div><Button onClick={() => void confirm({ title: t('askTitle'), body: t('askBody'), act: t('stop'), destroys: true })}>{t('ask')}</Button></div>
        <div><Button onClick={() => say({ text: t('toastText'), undo: () => say({ text: t('undone'), tone: 'info' }) })}>{t('toast')}</Button></div>
      </div>
    </Card>
  );
}

export function Tracks() {
  const { t } = useTranslation('gallery');
  const stops = [
    { key: 'you', label: t('you'), state: 'done' as const },
    { key: 'ws', label: t('workspace'), state: 'done' as const },
    { key: 'data', label: t('data'), state: 'current' as const },
    { key: 'first', label: t('first'), state: 'to_come' as const },
  ];
  return <Card title={t('track')} note={t('trackNote')}><div className={css.tracks}><Track stops={stops} label={t('track')} /><Track down stops={stops} label={t('track')} /></div></Card>;
}
