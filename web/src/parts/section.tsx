import { Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a long form, with its heading. */
export function Section({ title, hint, children }: { title: ReactNode; hint?: string; children: ReactNode }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb={hint ? 2 : 'sm'}>
        {title}
      </Title>
      {hint && (
        <Text size="sm" c="dimmed" mb="sm">
          {hint}
        </Text>
      )}
      {children}
    </Paper>
  );
}
