import { useReasonWords } from '../../quarantine/reasons';

/** A mark such as "rule_type: amount", taken apart and in words. */
export function useMarkWords(): (mark: string) => { title: string; property: string } {
  const reasons = useReasonWords();
  return (mark) => {
    const [reason = '', ...rest] = mark.split(': ');
    return { title: reasons(reason).title, property: rest.join(': ') };
  };
}
