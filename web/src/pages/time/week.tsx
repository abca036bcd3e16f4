import { Paper, Text } from '@mantine/core';
import { time as words } from '../../messages/time';
import { CsvLink } from '../../parts/csv-link';
import { span } from '../../parts/format';
import { nameOfDay } from '../roster/week';
import type { OwnTime } from './queries';

type Row = OwnTime['hours']['rows'][number];

const kinds: { header: string; of: (row: Row) => number }[] = [
  { header: words.worked, of: (row) => row.workedSeconds },
  { header: words.atTasks, of: (row) => row.activeSeconds },
  { header: words.corrected, of: (row) => row.correctedSeconds },
  { header: words.beside, of: (row) => row.workedSeconds - row.activeSeconds - row.correctedSeconds },
  { header: words.breaks, of: (row) => row.breakSeconds },
];

/** Less than nothing, too: a correction may take time away. */
const said = (seconds: number): string => (seconds === 0 ? '–' : seconds < 0 ? `−${span(-seconds)}` : span(seconds));

/** The hours of the week, a line for each day on which there are some. */
export function Week({ hours: { rows, csv }, monday }: { hours: OwnTime['hours']; monday: string }) {
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noneWorked}
      </Text>
    );
  const days = [...new Set(rows.map(({ day }) => day))].sort();
  const line = (name: string, of: readonly Row[]) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      {kinds.map((kind) => (
        <td key={kind.header} className="num tabular">
          {said(of.reduce((sum, row) => sum + kind.of(row), 0))}
        </td>
      ))}
    </tr>
  );
  return (
    <>
      <Paper>
        <div className="rows-frame" tabIndex={0} role="region" aria-label={words.week}>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{words.day}</th>
                {kinds.map(({ header }) => (
                  <th key={header} scope="col" className="num">
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((day) =>
                line(
                  nameOfDay(day),
                  rows.filter((row) => row.day === day),
                ),
              )}
              {days.length > 1 && line(words.sum, rows)}
            </tbody>
          </table>
        </div>
      </Paper>
      <CsvLink csv={csv} name={`hours-${monday}`} />
    </>
  );
}
