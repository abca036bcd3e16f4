import { Alert, Button, Group, Kbd, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ask, granted, Refused } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import { handOffMutation } from './queries';

const words = messages.work;

interface ToolLinkProps {
  assignmentId: string;
  /** The person has just asked for the task: they go on into the tool without a further click. */
  opensAtOnce: boolean;
}

/** The way into the annotation tool, in the same tab; the tool brings the person back. */
export function ToolLink({ assignmentId, opensAtOnce }: ToolLinkProps) {
  const way = useChange(
    async () => granted((await ask(handOffMutation, { assignmentId })).handOff) as { url: string | null },
    { isQuiet: true },
  );
  const open = () =>
    way.mutate(undefined, {
      onSuccess: ({ url }) => {
        if (url) window.location.assign(url);
      },
    });
  const first = useRef(opensAtOnce ? open : () => way.mutate());
  useEffect(() => first.current(), []);
  const hasTool = !(way.error instanceof Refused && way.error.code === 'NO_TOOL');
  useKey('o', words.openTool, open, { isOn: hasTool });

  if (!hasTool) return <Alert color="gray">{words.readOnly}</Alert>;
  return (
    <Alert color={way.error ? 'yellow' : 'blue'} title={words.inTool}>
      <Group justify="space-between">
        <Text size="sm">{way.error?.message ?? (way.data && !way.data.url ? words.noAddress : words.inToolHint)}</Text>
        <Button onClick={open} loading={way.isPending} rightSection={<Kbd size="xs">O</Kbd>}>
          {words.openTool}
        </Button>
      </Group>
    </Alert>
  );
}
