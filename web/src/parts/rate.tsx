import { Group, Text } from '@mantine/core';
import { messages } from '../messages';
import { count, percent, range } from './format';

/** Fewer, and the interval is what to read. */
const smallUnder = 30;

export interface RateFigures {
  accuracy: number | null;
  interval: readonly number[];
  n: number;
  /** in words that claim no more than was seen */
  shown?: string;
}

/** A share, never alone: with its interval as a bar and in words, and of how many. Few are grey. */
export function Rate({ accuracy, interval, n, shown }: RateFigures) {
  const [low = 0, high = 1] = interval;
  if (n === 0 || accuracy === null)
    return (
      <Text component="span" size="sm" c="dimmed">
        {messages.figures.nothing} · {messages.figures.n('0')}
      </Text>
    );
  const figure = n < smallUnder || accuracy === 1 ? shown : percent(accuracy);
  return (
    <Group
      component="span"
      gap={10}
      wrap="nowrap"
      className={n < smallUnder ? 'small-n tabular' : 'tabular'}
      title={`${messages.figures.interval}: ${range(low, high)}${n < smallUnder ? `. ${messages.figures.small}` : ''}`}
    >
      <span className="interval" aria-hidden="true">
        <i style={{ left: `${low * 100}%`, right: `${(1 - high) * 100}%` }} />
        <b style={{ left: `calc(${accuracy * 100}% - 1px)` }} />
      </span>
      <span>
        {figure ?? percent(accuracy)}
        {!shown || figure === percent(accuracy) ? ` · ${range(low, high)}` : ''} · {messages.figures.n(count(n))}
      </span>
    </Group>
  );
}
