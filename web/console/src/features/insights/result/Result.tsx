import { Button } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { forwardRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { ApiError } from '@/api/client';
import { useFormat, useTo } from '@/app/session';
import { Card, DefinitionLine, Empty, Failed, Skeleton } from '@/design';
import type { useAnswer } from '../ask';
import { list, missing, type Answer, type Question, type View } from '../model/question';
import { rangeWords } from '../model/sentence';
import { useNames } from '../names';
import { Picture } from '../picture/Picture';
import type { PictureProps } from '../picture/context';
import { FunnelHead, FunnelTable } from './FunnelResult';
import { LifecycleHead, LifecycleTable, PathsTable, RfmHead, RfmTable, SessionsHead, SessionsTable, StickinessHead, StickinessTable } from './OtherResults';
import css from './result.module.css';
import { RetentionHeat, RetentionSide } from './RetentionResult';
import { TrendHead, TrendTable } from './TrendResult';

interface Props { question: Question; query: ReturnType<typeof useAnswer>; view: View; onView: (v: Partial<View>) => void; onWiden?: () => void }

/** The answer: figures, picture, table, definition; or why there is none. An old answer stays, dimmed, while the new one is on its way. */
export const Result = forwardRef<HTMLDivElement, Props>(function Result({ question, query, view, onView, onWiden }, ref) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames(), to = useTo();
  const waits = missing(question);
  if (waits.length) return <Card><Empty height={360} title={t('page.waiting')}>{t(waits[0]!.endsWith('property') ? 'page.waitingWhy.property' : 'page.waitingWhy.event')}</Empty></Card>;
  const { data: answer, error } = query;
  if (!answer) return <Card flush>{error ? <Failed error={error} height={420} onRetry={() => void query.refetch()} /> : <Skeleton height={420} />}</Card>;
  const late = query.isFetching && query.isPlaceholderData;
  const props: PictureProps = { answer, view, onView };
  if (isEmpty(answer) && !late) {
    return (
      <Card>
        <Empty height={360} title={t('page.empty')} actions={<>{onWiden && <Button size="small" onClick={onWiden}>{t('page.widen')}</Button>}<Link to={to('catalogue/events')}><Button size="small">{t('page.seeNames')}</Button></Link></>}>
          {t('page.emptyWhy', { range: rangeWords(question, { t, f, names }) })}
          {list(answer.warnings).map((w) => <span key={w} className={css.warning}>{w}</span>)}
        </Empty>
      </Card>
    );
  }
  return (
    <div ref={ref} className={`${css.result} ${late ? css.late : ''}`} aria-busy={late}>
      {error && <Wrong error={error} onRetry={() => void query.refetch()} />}
      <Body {...props} />
      <DefinitionLine answer={answer} sentence={false}>
        <span>{t(`rule.${ruleOf(answer)}`)}</span>
        {list(answer.warnings).map((w) => <span key={w} className="warn"><TriangleAlert size={13} strokeWidth={1.5} aria-hidden /> {w}</span>)}
        {answer.funnel && list(answer.funnel.groups)[0]!.open > 0 && <span className="warn">{t('funnel.open', { n: f.number(list(answer.funnel.groups)[0]!.open) })}</span>}
      </DefinitionLine>
    </div>
  );
});

/** What is wrong with the newest question, over the last answer that there was. */
function Wrong({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('insights');
  const e = error instanceof ApiError ? error : null;
  return <p className={css.wrong} role="alert"><TriangleAlert size={15} strokeWidth={1.5} aria-hidden /><b>{t('page.notAnswered')}</b><span>{e ? [e.message, e.hint && `(${e.hint})`].filter(Boolean).join(' ') : String(error)}</span>{(!e || e.retry) && <Button size="small" onClick={onRetry}>{t('page.retry')}</Button>}{e && <span className="mono">{e.request || e.code}</span>}</p>;
}

function Body(props: PictureProps) {
  const { t } = useTranslation('insights');
  const f = useFormat();
  const a = props.answer, table = props.view.chart === 'table';
  const sheet = (head: React.ReactNode, picture = true) => <section className={css.sheet}><div className={css.head}>{head}</div>{picture && <div className={css.picture}><Picture {...props} /></div>}</section>;
  const rows = (body: React.ReactNode) => <section className={css.sheet}><div className={css.rows}>{body}</div></section>;
  if (a.trend) return <>{sheet(<TrendHead {...props} />, !table)}{rows(<TrendTable {...props} />)}</>;
  if (a.funnel) return <>{sheet(<FunnelHead {...props} />)}{rows(<FunnelTable {...props} />)}</>;
  if (a.retention) {
    return (
      <>
        <section className={`${css.sheet} ${css.split}`}><div className={css.curve}><h2 className={css.title}>{t('retention.curve')}</h2><Picture {...props} /></div><RetentionSide {...props} /></section>
        <RetentionHeat {...props} />
      </>
    );
  }
  if (a.paths) return <>{sheet(<div className={css.caption}><h2 className={css.title}>{t('paths.title')}</h2><span>{t('paths.hint')}</span><span className="num">{t('sessionsCount', { n: f.number(a.paths.sessions) })} · {t('persons', { n: f.number(a.paths.persons) })}</span></div>)}{rows(<PathsTable {...props} />)}</>;
  if (a.stickiness) return <>{sheet(<StickinessHead {...props} />)}{rows(<StickinessTable {...props} />)}</>;
  if (a.lifecycle) return <>{sheet(<LifecycleHead {...props} />)}{rows(<LifecycleTable {...props} />)}</>;
  if (a.sessions) return <>{sheet(<SessionsHead {...props} />)}{rows(<SessionsTable {...props} />)}</>;
  return <>{sheet(<RfmHead {...props} />)}{list(a.rfm?.segments).length > 0 && rows(<RfmTable {...props} />)}</>;
}

/** The rule of counting that people ask about most. */
function ruleOf(a: Answer) {
  if (a.funnel) return a.question.funnel?.order === 'any' ? 'funnelAny' : 'funnel';
  if (a.retention) return a.question.retention?.cohort === 'every' ? 'retentionEvery' : 'retention';
  return a.kind as 'trend' | 'paths' | 'stickiness' | 'lifecycle' | 'sessions' | 'rfm';
}

/** Nobody did any of it. */
export function isEmpty(a: Answer): boolean {
  if (a.trend) return list(a.trend.lines).every((l) => !l.total);
  if (a.funnel) return (list(list(a.funnel.groups)[0]?.steps)[0]?.persons ?? 0) === 0;
  if (a.retention) return list(a.retention.groups).every((g) => list(g.cohorts).every((c) => c.size === 0));
  if (a.paths) return a.paths.sessions === 0;
  if (a.stickiness) return a.stickiness.persons === 0;
  if (a.lifecycle) return list(a.lifecycle.buckets).every((b) => b.new + b.returning + b.resurrecting + b.dormant === 0);
  if (a.sessions) return (list(a.sessions.groups)[0]?.total.sessions ?? 0) === 0;
  return (a.rfm?.persons ?? 0) === 0;
}
