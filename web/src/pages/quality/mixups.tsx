import { Stack } from '@mantine/core';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { quality as words } from '../../messages/quality';
import { count, range } from '../../parts/format';
import { Matrix } from '../../parts/matrix';
import { Part } from '../../parts/part';
import { Empty, Loaded } from '../../parts/states';
import { Note } from './alike';
import { type ConfusionOfPart, mixupsQuery } from './queries';

const smallUnder = 30;

interface MixupsProps {
  projectId: string;
  batchId?: string;
  memberId?: string;
}

/** What is taken for what: answers against what settled. */
export function Mixups({ projectId, batchId, memberId }: MixupsProps) {
  const variables = { projectId, batchId: batchId ?? null, memberId: memberId ?? null };
  const query = useAsk(mixupsQuery, variables, { keepsLast: true });
  return (
    <Loaded query={query}>
      {({ confusionMatrix: { tasks, answers, isCapped, definition, csv, parts } }) => {
        const met = parts.filter(({ rows }) => rows.some(({ n }) => n > 0));
        if (met.length === 0) return <Empty title={words.mixupsNone}>{words.mixupsNoneHint}</Empty>;
        const over = words.mixupsOver(answers, tasks);
        return (
          <Stack gap="xl">
            {met.map((part, at) => (
              <Part
                key={`${part.kind} ${part.name}`}
                title={words.mixupsTitle(part.name ?? words.instances)}
                {...(at === 0 && { csv, file: 'confusion-matrix', hint: `${over} ${definition}` })}
              >
                <Confusion part={part} />
                {part.valuesLeft > 0 && <Note>{words.valuesLeft(part.valuesLeft)}</Note>}
              </Part>
            ))}
            {isCapped && <Note>{words.capped}</Note>}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Confusion({ part: { kind, name, values, rows } }: { part: ConfusionOfPart }) {
  const nothing = { CHOICE: words.leftOpen, TAG: words.doesNotHold }[kind] ?? words.nothingThere;
  const head = (value: string) => value || nothing;
  const byRow = new Map(rows.map((row) => [row.value, row]));
  return (
    <Matrix
      caption={words.mixupsTitle(name ?? words.instances)}
      corner={words.mixupsCorner}
      // Shapes of which nothing was said have no row of their own: nobody counts them.
      rows={rows
        .filter(({ n }) => n > 0)
        .map(({ value, n }) => ({
          key: value,
          head: (
            <>
              {head(value)} <small>{messages.figures.n(count(n))}</small>
            </>
          ),
        }))}
      columns={values.map((value) => ({ key: value, head: head(value) }))}
      cell={(settled, answered) => {
        const row = byRow.get(settled)!;
        const cell = row.cells.find(({ value }) => value === answered);
        const isRight = settled === answered;
        if (!cell)
          return isRight && settled === '' && kind === 'INSTANCES'
            ? null
            : { shade: 0, isSmall: true, content: count(0) };
        const [low = 0, high = 1] = cell.interval;
        return {
          shade: cell.count / row.n,
          isSmall: row.n < smallUnder,
          isBad: !isRight,
          title: isRight ? words.right : undefined,
          content: (
            <>
              <strong>{words.mixupsCell(count(cell.count), count(row.n))}</strong>
              <br />
              <small>{range(low, high)}</small>
            </>
          ),
        };
      }}
    />
  );
}
