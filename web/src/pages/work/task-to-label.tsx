import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { messages } from '../../messages';
import { asLabels, asSchema, isShape } from '../../parts/labels/label';
import { Item } from '../../parts/labels/item';
import { LabelList } from '../../parts/labels/label-list';
import { errorWords } from '../../parts/verdict';
import type { HeldProps } from './held-props';
import { ToolLink } from './tool-link';

const words = messages.work;

/** A look at what is to be labelled, with what it starts from. It is answered in the tool that the project is connected to. */
export function TaskToLabel({ held, isNew }: HeldProps) {
  const schema = useMemo(() => asSchema(held.labelSchema), [held.labelSchema]);
  const isRework = held.stage === 'REWORK';
  const labels = useMemo(
    () => asLabels(isRework ? held.subject : (held.draft ?? held.item.prelabels)),
    [isRework, held.subject, held.draft, held.item.prelabels],
  );
  return (
    <Stack gap="md">
      {held.feedback && (
        <Alert color="yellow" title={words.sentBack}>
          {[errorWords(held.feedback.errors), held.feedback.comment].filter(Boolean).join(' · ')}
        </Alert>
      )}
      <ToolLink assignmentId={held.id} opensAtOnce={isNew} />
      <Item
        data={held.item.data}
        mediaUrl={held.item.mediaUrl}
        labels={labels.filter(isShape)}
        schema={schema}
        name={isRework ? words.yourWork : words.prelabel}
        isFaint={!isRework}
      />
      <Paper p="md">
        <Title order={2} mb={6}>
          {isRework ? words.yourWork : words.prelabel}
        </Title>
        {labels.length > 0 ? (
          <LabelList labels={labels} schema={schema} />
        ) : (
          <Text size="sm" c="dimmed">
            {messages.common.none}
          </Text>
        )}
      </Paper>
    </Stack>
  );
}
