import { Badge } from '@mantine/core';
import { messages } from '../../../messages';
import type { Column } from '../../../parts/data-table';
import { count } from '../../../parts/format';
import { Rate } from '../../../parts/rate';
import type { Severity } from './queries';

const words = messages.lots;

/** Of each severity the plan, what was found, and what that says. */
export const severityColumns: Column<Severity>[] = [
  {
    id: 'severity',
    header: words.severity,
    cell: ({ severity }) => messages.severities[severity] ?? severity,
  },
  { id: 'aql', header: words.aql, isNumber: true, cell: ({ aql }) => `${aql} %` },
  { id: 'n', header: words.n, isNumber: true, cell: ({ lines, inspected, sampleSize }) => lines && inspected === null ? words.atMost(count(sampleSize)) : count(inspected ?? sampleSize) }, // prettier-ignore
  { id: 'ac', header: words.ac, isNumber: true, cell: ({ lines, acceptance }) => lines ? '–' : <span title={words.acHint}>{acceptance}</span> }, // prettier-ignore
  { id: 're', header: words.re, isNumber: true, cell: ({ lines, rejection }) => lines ? '–' : <span title={words.reHint}>{rejection}</span> }, // prettier-ignore
  { id: 'defects', header: words.defects, isNumber: true, cell: ({ defects }) => defects ?? '–' },
  {
    id: 'rate',
    header: words.rate,
    cell: ({ rate, clopperPearson, sampleSize, defects }) =>
      rate !== null && clopperPearson ? (
        <Rate
          accuracy={rate}
          interval={[clopperPearson.low, clopperPearson.high]}
          n={sampleSize}
          shown={messages.common.ofTotal(count(defects ?? 0), count(sampleSize))}
        />
      ) : (
        '–'
      ),
  },
  {
    id: 'inspection',
    header: words.inspection,
    cell: ({ inspection, inspectionReason, codeLetter }) => (
      <span title={inspectionReason}>
        {inspection} · {codeLetter ?? words.oneByOne}
      </span>
    ),
  },
  {
    id: 'verdict',
    header: words.verdict,
    cell: ({ isAccepted, inspected }) =>
      isAccepted === null ? (
        inspected === null ? (
          words.open
        ) : (
          words.undecided
        )
      ) : (
        <Badge color={isAccepted ? 'green' : 'red'}>{isAccepted ? words.passes : words.fails}</Badge>
      ),
  },
];
