import { useTranslation } from 'react-i18next';

/** The codes that have words; a newer server may know more. */
const known = [
  'not_an_object', 'event_too_large', 'too_deep', 'unknown_type', 'not_kept_here', 'no_event_name', 'event_name_too_long', 'bad_event_name', 'reserved_event_name',
  'no_identity', 'bad_id', 'id_too_long', 'no_previous_id', 'no_group_id', 'bad_timestamp', 'time_out_of_range', 'bad_properties', 'bad_property_name',
  'too_many_properties', 'unsupported_change', 'rule_unexpected_event', 'rule_unexpected_property', 'rule_missing', 'rule_type', 'rule_value', 'too_many_event_names', 'too_many_property_names', 'unreadable', 'bad_json', 'cut', 'not_kept',
] as const;
type Known = (typeof known)[number];

/** What is wrong and what to do about it, in the reader's language. */
export function useReasonWords(): (code: string) => { title: string; instead: string } {
  const { t } = useTranslation('observe');
  return (code) => {
    const reason = known.find((k): k is Known => k === code);
    return reason ? { title: t(`reasons.${reason}.title`), instead: t(`reasons.${reason}.instead`) } : { title: code, instead: '' };
  };
}
