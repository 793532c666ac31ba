import { Select } from 'antd';
import { useMemo } from 'react';

import { useLanguage } from './preferences';

interface Props { value: string; onChange: (value: string) => void; disabled?: boolean; id?: string; 'aria-describedby'?: string; status?: '' | 'error' | 'warning' }

/** UTC+8, of a zone as it is now. */
function offset(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(new Date());
  return (parts.find((p) => p.type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');
}

let zones: { value: string; label: string }[] | null = null;
const allZones = () => (zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((z) => z.includes('/'))].map((z) => ({ value: z, label: z })));

/** An IANA zone, found by any part of its name. */
export function ZoneSelect({ value, onChange, ...rest }: Props) {
  const options = useMemo(() => (allZones().some((z) => z.value === value) ? allZones() : [{ value, label: value }, ...allZones()]), [value]);
  return (
    <Select<string> {...rest} showSearch value={value} onChange={onChange} options={options} popupMatchSelectWidth={280}
      optionRender={(o) => <span style={{ display: 'flex', gap: 12 }}><span style={{ flex: 1 }}>{o.label}</span><span className="num ink3">{offset(String(o.value))}</span></span>} />
  );
}

const currencies = ['CNY', 'USD', 'EUR', 'HKD', 'TWD', 'JPY', 'KRW', 'SGD', 'GBP', 'AUD', 'CAD', 'CHF', 'INR', 'IDR', 'MYR', 'THB', 'VND', 'PHP', 'BRL', 'MXN', 'AED', 'SAR', 'TRY', 'ZAR', 'SEK', 'NOK', 'DKK', 'PLN', 'NZD', 'RUB'];

/** A currency by its ISO 4217 code, with its name in the reader's language. */
export function CurrencySelect({ value, onChange, ...rest }: Props) {
  const language = useLanguage();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'currency' });
    return (currencies.includes(value) ? currencies : [value, ...currencies]).map((c) => ({ value: c, label: `${c} ${names.of(c) ?? ''}` }));
  }, [language, value]);
  return <Select<string> {...rest} showSearch={{ optionFilterProp: 'label' }} value={value} onChange={onChange} options={options} popupMatchSelectWidth={220} />;
}
