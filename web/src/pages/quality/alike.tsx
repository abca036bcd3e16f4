import { Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { quality as words } from '../../messages/quality';
import { count, percent, range } from '../../parts/format';
import { Matrix, type MatrixCell } from '../../parts/matrix';
import { Part } from '../../parts/part';
import { Empty, Loaded } from '../../parts/states';
import { alikeQuery } from './queries';

const smallUnder = 30;

/** Who answers like whom: person by person, over the tasks that both answered. */
export function Alike({ projectId, batchId }: { projectId: string; batchId: string | undefined }) {
  const query = useAsk(alikeQuery, { projectId, batchId: batchId ?? null }, { keepsLast: true });
  const pairs = query.data?.agreementMatrix.pairs;
  const cells = useMemo(
    () =>
      new Map(
        (pairs ?? []).flatMap((pair) => {
          const [low = 0, high = 1] = pair.interval;
          const isSmall = pair.n < smallUnder;
          const isWhole = isSmall || pair.share === 1;
          const cell: MatrixCell = {
            shade: pair.share,
            isSmall,
            title: `${pair.shown} · ${messages.figures.n(count(pair.n))}`,
            content: (
              <>
                <strong>{isWhole ? words.alikeCell(count(pair.alike), count(pair.n)) : percent(pair.share, 0)}</strong>
                <br />
                <small>
                  {range(low, high)} · {messages.figures.n(count(pair.n))}
                </small>
              </>
            ),
          };
          const both = [pair.memberId, pair.otherId];
          return [[both.join(' '), cell] as const, [both.reverse().join(' '), cell] as const];
        }),
      ),
    [pairs],
  );
  return (
    <Loaded query={query}>
      {({ agreementMatrix: { people, peopleLeft, isCapped, definition, csv } }) =>
        cells.size === 0 ? (
          <Empty title={words.alikeNone}>{words.alikeNoneHint}</Empty>
        ) : (
          <Part title={words.alikeTitle} csv={csv} file="agreement-matrix" hint={definition}>
            <Stack gap="xs">
              <Matrix
                caption={words.alikeTitle}
                corner={words.corner}
                rows={people.map(({ memberId, name }) => ({
                  key: memberId,
                  head: <PersonLink {...{ memberId, name, projectId }} />,
                }))}
                columns={people.map(({ memberId, name }) => ({ key: memberId, head: name }))}
                cell={(row, column) => cells.get(`${row} ${column}`) ?? null}
              />
              {peopleLeft > 0 && <Note>{words.peopleLeft(peopleLeft)}</Note>}
              {isCapped && <Note>{words.capped}</Note>}
            </Stack>
          </Part>
        )
      }
    </Loaded>
  );
}

function PersonLink({ memberId, name, projectId }: { memberId: string; name: string; projectId: string }) {
  return (
    <Link to="/people/$memberId" params={{ memberId }} search={{ project: projectId }}>
      {name}
    </Link>
  );
}

export function Note({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  );
}
