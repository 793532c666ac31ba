import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import css from '../board.module.css';
import { useSay } from '../model/say';
import type { Range } from '../model/types';

const usual = ['24h', '7d', '14d', '30d', '90d', '12w', '6mo', '12mo'];

/** Which time: the usual ones, or dates. */
export function RangeEditor({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const { t } = useTranslation('dashboards');
  const say = useSay();
  const dates = range.from && range.to ? [dayjs(range.from.slice(0, 10)), dayjs(range.to.slice(0, 10))] as const : undefined;
  return (
    <div className={css.pop}>
      <div className={css.options} role="radiogroup" aria-label={t('sentence.rangeLabel')}>
        {usual.map((last) => <button key={last} type="button" role="radio" aria-checked={range.last === last} className={css.option} onClick={() => onChange({ last })}>{say.range({ last })}</button>)}
      </div>
      <label className="caption" id="board-dates">{t('range.custom')}</label>
      <DatePicker.RangePicker aria-labelledby="board-dates" defaultValue={dates ? [dates[0], dates[1]] : undefined} maxDate={dayjs()}
        onChange={(days) => { const [from, to] = days ?? []; if (from && to) onChange({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') }); }} />
    </div>
  );
}
