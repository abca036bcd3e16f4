import { Link } from '@tanstack/react-router';
import { messages } from '../../messages';
import { throughput as words } from '../../messages/throughput';
import type { Column } from '../../parts/data-table';
import { count, dateTime, shortDate } from '../../parts/format';
import { PerHour, smallUnder } from '../../parts/per-hour';
import { Rate as Share } from '../../parts/rate';
import type { FunnelRow, Group, PersonGroup } from './queries';

const number = <Row extends Group>(id: string, header: string, of: (row: Row) => number): Column<Row> => ({
  id,
  header,
  isNumber: true,
  value: of,
  cell: (row) => count(of(row)),
});
const figures = <Row extends Group>(): Column<Row>[] => [
  number('answers', words.answers, ({ counts }) => counts.submitted),
  number('accepted', words.accepted, ({ counts }) => counts.accepted),
  number('rejected', words.rejected, ({ counts }) => counts.rejected),
  {
    id: 'hours',
    header: words.hours,
    isNumber: true,
    value: ({ hours }) => hours?.active ?? -1,
    cell: ({ hours }) => (hours ? hours.active.toFixed(1) : '–'),
  },
];
const perHour: Column<PersonGroup>[] = [
  {
    id: 'perHour',
    header: words.perHour,
    isNumber: true,
    isLowFirst: true,
    value: ({ answersPerHour }) => answersPerHour?.perHour ?? Number.MAX_VALUE,
    cell: ({ answersPerHour }) => <PerHour rate={answersPerHour} />,
  },
];

export const overColumns = (bucket: 'HOUR' | 'DAY'): Column<Group>[] => [
  {
    id: 'from',
    header: words.when,
    value: ({ from }) => from,
    cell: ({ from }) =>
      from && <span style={{ whiteSpace: 'nowrap' }}>{bucket === 'DAY' ? shortDate(from) : dateTime(from)}</span>,
  },
  ...figures(),
];

export const personColumns: Column<PersonGroup>[] = [
  {
    id: 'name',
    header: words.name,
    value: ({ label }) => label,
    cell: ({ key, label }) => (
      <Link to="/people/$memberId" params={{ memberId: key }}>
        {label}
      </Link>
    ),
  },
  ...figures(),
  ...perHour,
  number('objects', words.objects, ({ counts }) => counts.objects),
  {
    id: 'hardness',
    header: words.hardness,
    isNumber: true,
    value: ({ classMix }) => classMix?.hardness ?? 0,
    cell: ({ classMix }) =>
      classMix && classMix.n > 0 ? (
        <span className={classMix.n < smallUnder ? 'small-n tabular' : 'tabular'} title={words.hardnessHint}>
          {classMix.hardness.toFixed(2)} · {messages.figures.n(count(classMix.n))}
        </span>
      ) : (
        '–'
      ),
  },
  {
    id: 'normalised',
    header: words.normalised,
    isNumber: true,
    isLowFirst: true,
    value: ({ normalisedPerHour }) => normalisedPerHour?.perHour ?? Number.MAX_VALUE,
    cell: ({ normalisedPerHour }) => <PerHour rate={normalisedPerHour} />,
  },
  {
    id: 'pace',
    header: words.pace,
    isNumber: true,
    isLowFirst: true,
    value: ({ pace }) => pace ?? Number.MAX_VALUE,
    cell: ({ pace }) => (pace === null ? '–' : pace.toFixed(2)),
  },
];

const step = (
  id: 'assigned' | 'started' | 'submitted' | 'accepted' | 'reworked',
  header: string,
): Column<FunnelRow> => ({
  id,
  header,
  isNumber: true,
  value: (row) => row[id],
  cell: (row) => count(row[id]),
});
export const funnelColumns: Column<FunnelRow>[] = [
  { id: 'name', header: words.name, value: ({ name }) => name, cell: ({ name }) => name },
  step('assigned', words.assigned),
  step('started', words.started),
  step('submitted', words.submitted),
  step('accepted', words.accepted),
  step('reworked', words.reworked),
  {
    id: 'firstPass',
    header: words.firstPass,
    cell: ({ firstPass: { accuracy, n, interval, shown } }) => (
      <Share accuracy={accuracy} interval={interval} n={n} shown={shown} />
    ),
  },
  {
    id: 'reworkHours',
    header: words.reworkHours,
    isNumber: true,
    value: ({ reworkHours }) => reworkHours,
    cell: ({ reworkHours }) => reworkHours.toFixed(1),
  },
];
