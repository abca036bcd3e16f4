import { Badge, Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { personWords as words } from '../../messages/person';
import { ago, count, dateTime } from '../../parts/format';
import { asLabels, type LabelSchema, sharedWith } from '../../parts/labels/label';
import { LabelList } from '../../parts/labels/label-list';
import { Part } from '../../parts/part';
import { Empty, Loaded } from '../../parts/states';
import { errorWords } from '../../parts/verdict';
import { type Judged, judgedQuery } from './queries';

const [few, many] = [10, 100];

/** What to talk about: answers that were found wrong, beside what is right, each with its task. */
export function JudgedWork({
  projectId,
  memberId,
  schema,
}: {
  projectId: string;
  memberId: string;
  schema: LabelSchema;
}) {
  const [isAll, setAll] = useState(false);
  const [first, setFirst] = useState(few);
  const variables = { projectId, memberId, isRight: isAll ? null : false, first };
  const query = useAsk(judgedQuery, variables, { isEnabled: projectId !== '', keepsLast: true });
  return (
    <Part
      title={words.judged}
      hint={words.judgedHint}
      extra={
        <SegmentedControl
          size="xs"
          aria-label={words.shown}
          data={[
            { value: 'wrong', label: words.wrong },
            { value: 'all', label: words.all },
          ]}
          value={isAll ? 'all' : 'wrong'}
          onChange={(next) => {
            setAll(next === 'all');
            setFirst(few);
          }}
        />
      }
    >
      <Loaded query={query} lines={4}>
        {({ judgedWork: { nodes, totalCount } }) =>
          nodes.length === 0 ? (
            <Empty title={isAll ? words.noneJudged : words.noneWrong} />
          ) : (
            <Stack gap="xs">
              <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={words.judged}>
                {nodes.map((one) => (
                  <Answer key={one.id} one={one} schema={schema} />
                ))}
              </Stack>
              <Text size="sm" c="dimmed">
                {messages.common.ofTotal(count(nodes.length), count(totalCount))}{' '}
                {nodes.length < totalCount && first < many && (
                  <Button variant="subtle" size="compact-xs" onClick={() => setFirst(many)}>
                    {messages.common.more}
                  </Button>
                )}
              </Text>
            </Stack>
          )
        }
      </Loaded>
    </Part>
  );
}

function Answer({ one, schema }: { one: Judged; schema: LabelSchema }) {
  const { taskId, externalKey, batchName, stage, at, isRight, source, verdict, wrongClasses } = one;
  const [answered, right] = [asLabels(one.labels), one.rightLabels === null ? null : asLabels(one.rightLabels)];
  const said = [verdict && errorWords(verdict.errors), verdict?.comment].filter(Boolean).join(' · ');
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="sm" component="span">
          <Badge color={isRight ? 'gray' : 'yellow'} mr={6}>
            {isRight ? words.wasRight : words.wasWrong}
          </Badge>
          <Link to="/tasks/$taskId" params={{ taskId }}>
            {externalKey}
          </Link>{' '}
          <Text component="span" size="xs" c="dimmed">
            {batchName} · {messages.stages[stage]} · {words.sources[source]}
          </Text>
        </Text>
        <Text size="xs" c="dimmed" title={dateTime(at)}>
          {ago(at)}
        </Text>
      </Group>
      {(said || wrongClasses.length > 0) && (
        <Text size="sm" mb={6}>
          {verdict?.reviewerName && `${verdict.reviewerName}: `}
          {said || words.wrongIn(wrongClasses.join(', '))}
        </Text>
      )}
      <div className="coach">
        <Side name={words.answered}>
          {one.skipReason ? (
            <Text size="sm">{words.cannot(one.skipReason)}</Text>
          ) : (
            <LabelList
              labels={answered}
              schema={schema}
              differs={right ? sharedWith(answered, right).map((same) => !same) : undefined}
            />
          )}
        </Side>
        {!isRight && (
          <Side name={words.isRight}>
            {right ? (
              <LabelList labels={right} schema={schema} />
            ) : (
              <Text size="sm" c="dimmed">
                {words.notYet}
              </Text>
            )}
          </Side>
        )}
      </div>
    </Paper>
  );
}

function Side({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      {children}
    </div>
  );
}
