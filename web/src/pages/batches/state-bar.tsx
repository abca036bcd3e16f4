import { Link } from '@tanstack/react-router';
import { messages } from '../../messages';
import type { BatchRow } from '../../parts/batch-rows';
import { count } from '../../parts/format';

/** From done to not begun: the bar is read from the left. */
const order = ['SETTLED', 'REVIEWING', 'ADJUDICATING', 'REWORKING', 'ANSWERED', 'TRIAGED', 'OPEN'];
const colours: Record<string, string> = {
  SETTLED: 'var(--m-good)',
  REVIEWING: 'var(--mantine-color-indigo-4)',
  ADJUDICATING: 'var(--mantine-color-indigo-5)',
  REWORKING: 'var(--mantine-color-indigo-7)',
  ANSWERED: 'var(--mantine-color-indigo-2)',
  TRIAGED: 'var(--m-soon)',
  OPEN: 'light-dark(#d5d9e0, #3a3e46)',
};

/** How many tasks are in which state, as a bar that fills while one looks, and in words that lead to them. */
export function StateBar({ batch }: { batch: BatchRow }) {
  const shown = order.flatMap((state) => batch.progress.states.filter((one) => one.state === state && one.count > 0));
  const tasks = shown.reduce((sum, one) => sum + one.count, 0);
  if (tasks === 0) return null;
  return (
    <div>
      <div className="state-bar" aria-hidden="true">
        {shown.map(({ state, count: n }) => (
          <span key={state} style={{ flexGrow: n, background: colours[state] }} />
        ))}
      </div>
      <ul className="state-legend">
        {shown.map(({ state, count: n }) => (
          <li key={state}>
            <i aria-hidden="true" style={{ background: colours[state] }} />
            <Link to="/batches/$batchId" params={{ batchId: batch.id }} search={{ state }} replace>
              {messages.taskStates[state]} {count(n)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
