import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';

import { api, ApiError, body } from '@/api/client';
import { askable, kindOf, missing, type Answer, type Question } from './model/question';

/** The answer to a question, as an old one stays until the new one is there; superseded requests are dropped. */
export function useAnswer(question: Question): UseQueryResult<Answer> {
  const { ws } = useParams();
  const ask = useSettled(askable(question));
  // The settled one may still lack what the newest has.
  const waits = missing(ask).length > 0;
  const kind = kindOf(ask);
  return useQuery<Answer>({
    queryKey: ['answer', ws, ask],
    enabled: !waits,
    staleTime: 15_000,
    retry: (count, error) => !(error instanceof ApiError && !error.retry) && count < 2,
    // Another kind's answer is no stand-in.
    placeholderData: (had: Answer | undefined) => (had && had.kind === kind ? keepPreviousData(had) : undefined),
    queryFn: async ({ signal }) => body(await api.POST('/api/v1/questions', { body: ask, signal })),
  });
}

const settles = 40; // ms: keys that follow each other ask once, a click does not feel it

function useSettled(question: Question): Question {
  const text = JSON.stringify(question);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (text === settled) return;
    const timer = setTimeout(() => setSettled(text), settles);
    return () => clearTimeout(timer);
  }, [text, settled]);
  return JSON.parse(settled) as Question;
}
