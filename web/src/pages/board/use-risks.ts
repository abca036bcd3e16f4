import { useMemo, useState } from 'react';
import { useAsk } from '../../api/hooks';
import { type QueueOfProject, type Risk, risksQuery } from './queries';

export const projectsAtOnce = 3;
const everySeconds = 120;

/** Seats that are there to be filled or being filled. */
const workOf = ({ stages }: QueueOfProject) => stages.reduce((sum, { waiting, held }) => sum + waiting + held, 0);

/** Forecasts of the projects with most to do, some at once; the riskiest batch first. */
export function useRisks(projects: readonly QueueOfProject[]) {
  const [at, setAt] = useState(0);
  // The order of when the page was opened: while one reads, no project goes to another page.
  const [order, setOrder] = useState<string[]>([]);
  const busy = projects.filter((project) => workOf(project) > 0);
  if (order.length === 0 && busy.length > 0)
    setOrder([...busy].sort((a, b) => workOf(b) - workOf(a)).map(({ projectId }) => projectId));
  const [first, second, third] = order.slice(at, at + projectsAtOnce);
  const query = useAsk(
    risksQuery,
    {
      first: first ?? '',
      second: second ?? first ?? '',
      third: third ?? first ?? '',
      hasSecond: !!second,
      hasThird: !!third,
    },
    { isEnabled: first !== undefined, everySeconds, keepsLast: true },
  );
  const risks = useMemo<Risk[] | undefined>(() => {
    if (!query.data) return undefined;
    const { first: a, second: b, third: c } = query.data;
    return [a, b, c].flatMap((one) => one?.batches ?? []).sort((x, y) => (y.missRisk ?? -1) - (x.missRisk ?? -1));
  }, [query.data]);
  return {
    risks: first === undefined ? [] : risks,
    error: query.error,
    left: Math.max(0, order.length - at - projectsAtOnce),
    isFirst: at === 0,
    onNext: () => setAt(at + projectsAtOnce),
    onFirst: () => setAt(0),
  };
}
