import { Button } from 'antd';
import { Lock, PencilRuler, Wand2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Failed, PeopleLink, Skeleton, Status } from '@/design';
import { useMay } from '../../data';
import { RulesDrawer } from './RulesDrawer';
import css from './rules.module.css';
import { brokenQuestion, useBroken, useRules, type Broken, type Rules } from './useRules';
import { useMarkWords } from './words';

const tones = { draft: 'neutral', locked: 'good', deprecated: 'warn' } as const;

/** What an event is expected to be: how far the rules are, and what broke them lately. */
export function RulesCard({ event }: { event: string }) {
  const { t } = useTranslation('observe');
  const may = useMay('operate');
  const query = useRules(event);
  const [editing, setEditing] = useState<{ rules: Rules; version: number } | null>(null);
  if (query.isPending) return <Skeleton kind="rows" height={96} />;
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} height={120} />;
  const { rules, proposed, stamp } = query.data;
  const begin = (from: Rules) => setEditing({ rules: from, version: stamp.version });
  return (
    <section className={css.card} aria-label={t('rules.title')}>
      <header><h3>{t('rules.title')}</h3>{rules && <Status tone={tones[rules.status]}>{t(`rules.status.${rules.status}`)}</Status>}</header>
      <p className={css.says}>{rules ? t(`rules.is.${rules.status}`, { count: rules.properties?.length ?? 0 }) : t('rules.none')}</p>
      {rules && <BrokenLately event={event} judged={rules.status !== 'draft'} />}
      {may && (
        <div className={css.card_actions}>
          {rules
            ? <Button size="small" icon={rules.status === 'locked' ? <Lock size={13} strokeWidth={1.5} /> : <PencilRuler size={13} strokeWidth={1.5} />} onClick={() => begin(rules)}>{t('rules.change')}</Button>
            : <Button size="small" icon={<Wand2 size={13} strokeWidth={1.5} />} onClick={() => begin(proposed)}>{t('rules.infer')}</Button>}
        </div>
      )}
      {editing && <RulesDrawer event={event} from={editing.rules} version={editing.version} proposed={proposed} onClose={() => setEditing(null)} />}
    </section>
  );
}

function BrokenLately({ event, judged }: { event: string; judged: boolean }) {
  const { t } = useTranslation('observe');
  const to = useTo();
  const broken = useBroken(event, judged).data;
  if (!judged || !broken) return null;
  if (broken.length === 0) return <p className="caption">{t('rules.unbroken')} <Link to={to('quarantine')}>{t('rules.toQuarantine')}</Link></p>;
  return (
    <>
      <h4>{t('rules.broken')}</h4>
      <ul className={css.broken}>{broken.map((b) => <BrokenRow key={b.mark} event={event} broken={b} />)}</ul>
    </>
  );
}

function BrokenRow({ event, broken: b }: { event: string; broken: Broken }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const words = useMarkWords()(b.mark);
  return (
    <li>
      <span className={css.mark}>{words.property && <code>{words.property}</code>}<span>{words.title}</span></span>
      <b className="num">{f.number(b.events)}</b>
      <PeopleLink label={t('rules.behind')} behind={{ title: words.title, question: { ...brokenQuestion(event, b.mark) }, cell: { series: 0 } }} />
    </li>
  );
}
