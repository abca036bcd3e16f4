import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CsvLink } from './csv-link';

interface PartProps {
  title: string;
  csv?: string;
  file?: string;
  hint?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
}

/** A part of a page of figures: its heading, what the figures are, and its table as a file. */
export function Part({ title, csv, file = 'table', hint, extra, children }: PartProps) {
  return (
    <section>
      <Group justify="space-between" align="baseline" mb="xs">
        <Title order={2}>{title}</Title>
        <Group gap="md">
          {extra}
          {csv !== undefined && <CsvLink csv={csv} name={file} />}
        </Group>
      </Group>
      {hint && (
        <Text size="xs" c="dimmed" mb="xs" component="div">
          {hint}
        </Text>
      )}
      {children}
    </section>
  );
}
