import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { useFormat } from '@/app/session';
import { Change, PeopleLink } from '@/design';
import type { Answer, CardAnswer } from '../model/types';
import css from './forms.module.css';

/** Steps as bars below each other; every count opens its people. */
export function FunnelForm({ answer, headline, title }: { answer: Answer; headline: CardAnswer['headline']; title: string }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const open = usePeople();
  const steps = answer.funnel?.groups?.[0]?.steps ?? [];
  const question = { ...answer.question, compare: undefined };
  // Where most are lost is what one looks at next.
  let worst = 1;
  steps.forEach((s, i) => { if (i > 0 && (steps[i - 1]?.persons ?? 0) - s.persons > (steps[worst - 1]?.persons ?? 0) - (steps[worst]?.persons ?? 0)) worst = i; });
  const lost = (steps[worst - 1]?.persons ?? 0) - (steps[worst]?.persons ?? 0);
  return (
    <div className={css.funnel}>
      <ol>
        {steps.map((s, i) => (
          <li key={i}>
            <div className={css.step}>
              <span className={css.stepName}>{s.label}</span>
              <button type="button" className={css.count} onClick={() => open({ title: `${title} · ${s.label}`, question, cell: { step: i + 1 }, count: s.persons })}><b className="num">{f.number(s.persons)}</b></button>
              <span className={`num ${css.share}`}>{s.from_first === null ? '' : f.percent(s.from_first)}</span>
            </div>
            <div className={css.track} aria-hidden><i style={{ width: `${(s.from_first ?? 0) * 100}%` }} /></div>
          </li>
        ))}
      </ol>
      <div className={css.funnelFoot}>
        {lost > 0 && <PeopleLink recommended label={t('card.lost')} behind={{ title: `${title} · ${t('card.lost')}`, question, cell: { step: worst, dropped: true }, count: lost }} />}
        {headline?.change !== undefined && <Change value={headline.change} points />}
      </div>
    </div>
  );
}
