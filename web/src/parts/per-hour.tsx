import { Text } from '@mantine/core';
import { messages } from '../messages';
import { count } from './format';

/** Of so few answers the interval says more than the figure. */
export const smallUnder = 30;

export interface RatePerHour {
  perHour: number | null;
  n: number;
  interval: readonly number[] | null;
}

/** Answers an active hour, with their interval and of how many. */
export function PerHour({ rate, none = '–' }: { rate: RatePerHour | null | undefined; none?: string }) {
  if (!rate || rate.perHour === null) return <Text component="span" size="sm" c="dimmed">{none}</Text>; // prettier-ignore
  const [low, high] = rate.interval ?? [];
  return (
    <span className={rate.n < smallUnder ? 'small-n tabular' : 'tabular'} title={messages.figures.interval}>
      {rate.perHour.toFixed(1)}
      {low !== undefined && high !== undefined ? ` · ${low.toFixed(1)}–${high.toFixed(1)}` : ''} ·{' '}
      {messages.figures.n(count(rate.n))}
    </span>
  );
}
