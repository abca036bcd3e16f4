import { Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { messages } from '../../messages';
import { hueOf, isShape, type Label, type LabelSchema, wordsOf } from './label';

const words = messages.labels;

/** What an answer says, a line each. `differs` marks lines that another answer does not have so. */
export function LabelList({
  labels,
  schema,
  differs,
  action,
}: {
  labels: readonly Label[];
  schema: LabelSchema;
  differs?: readonly boolean[];
  action?: (index: number) => ReactNode;
}) {
  if (labels.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.empty}
      </Text>
    );
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {labels.map((label, index) => {
        const { name, value } = wordsOf(label);
        return (
          <Group key={index} component="li" justify="space-between" wrap="nowrap" gap="xs" py={2}>
            <Group gap={8} wrap="nowrap">
              <span
                aria-hidden="true"
                style={{
                  width: 10,
                  height: 10,
                  flex: 'none',
                  borderRadius: 3,
                  background: isShape(label) ? hueOf(label.class, schema) : 'transparent',
                  border: isShape(label) ? '1px solid rgb(0 0 0 / 35%)' : undefined,
                }}
              />
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {name}
                {value && <>: {value}</>}{' '}
                <Text component="span" size="xs" c="dimmed">
                  {words.kinds[label.kind]}
                </Text>
              </Text>
              {differs?.[index] && (
                <Badge size="xs" color="yellow" variant="outline" c="var(--m-soon)">
                  {words.differs}
                </Badge>
              )}
            </Group>
            {action?.(index)}
          </Group>
        );
      })}
    </ul>
  );
}
