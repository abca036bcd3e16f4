import { Center, Group, Paper, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import iconUrl from '../../../icon.svg';

/** The frame of pages for people who have not signed in. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={400} gap="md">
        <Group gap={10}>
          <img src={iconUrl} alt="" width={28} height={28} />
          <Title order={1}>{title}</Title>
        </Group>
        <Paper p="lg">{children}</Paper>
      </Stack>
    </Center>
  );
}
