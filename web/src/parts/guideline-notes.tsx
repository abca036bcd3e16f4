import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../api/client';
import { graphql } from '../api/graphql';
import { useAsk, useChange } from '../api/hooks';
import { notes as words } from '../messages/questions';
import { ago, dateTime } from './format';
import { Facts } from './labels/item';
import { ReasonDialog } from './reason';
import { Loaded } from './states';
import { tellDone } from './tell';

const notesQuery = graphql(`
  query GuidelineNotes($projectId: ID!, $first: Int!) {
    guidelineNotes(projectId: $projectId, first: $first) {
      totalCount
      nodes {
        id
        text
        isNew
        at
        guidelineVersion
        example
        mediaUrl
      }
    }
  }
`);
const lookMutation = graphql(`
  mutation LookAtNotes($projectId: ID!) {
    lookAtGuidelineNotes(projectId: $projectId) {
      id
    }
  }
`);
const addMutation = graphql(`
  mutation AddNote($input: AddGuidelineNoteInput!) {
    addGuidelineNote(input: $input) {
      id
    }
  }
`);

interface GuidelineNotesProps {
  projectId: string;
  first?: number;
  mayAdd?: boolean;
  /** Whoever works by them says that they were read. */
  reads?: boolean;
}

/** What is to be known beside the guidelines, newest first. */
export function GuidelineNotes({ projectId, first = 20, mayAdd = false, reads = false }: GuidelineNotesProps) {
  const query = useAsk(notesQuery, { projectId, first });
  const [isAdding, setAdding] = useState(false);
  const look = useChange(() => ask(lookMutation, { projectId }));
  const add = useChange((text: string) => ask(addMutation, { input: { projectId, text } }), {
    onDone: () => {
      setAdding(false);
      tellDone(words.added);
    },
  });
  return (
    <Loaded query={query} lines={2}>
      {({ guidelineNotes: { nodes } }) => (
        <Stack gap="xs" mt="sm">
          {(nodes.length > 0 || mayAdd) && (
            <Group justify="space-between">
              <Text fw={600} size="sm">
                {words.title}
              </Text>
              {mayAdd && (
                <Button variant="default" size="compact-xs" onClick={() => setAdding(true)}>
                  {words.add}
                </Button>
              )}
            </Group>
          )}
          {nodes.length === 0 && mayAdd && (
            <Text size="sm" c="dimmed">
              {words.none}
            </Text>
          )}
          {nodes.length > 0 && (
            <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
              {nodes.map(({ id, text, isNew, at, guidelineVersion, example, mediaUrl }) => (
                <li key={id} style={{ padding: '4px 0' }}>
                  <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                    {reads && isNew && (
                      <Badge size="xs" mr={6}>
                        {words.isNew}
                      </Badge>
                    )}
                    {text}
                  </Text>
                  {mediaUrl && <img src={mediaUrl} alt={words.example} style={{ maxWidth: '100%', maxHeight: 160 }} />}
                  {example != null && !mediaUrl && <Facts value={example} />}
                  <Text size="xs" c="dimmed" title={dateTime(at)}>
                    {ago(at)} · {words.version(guidelineVersion)}
                  </Text>
                </li>
              ))}
            </ul>
          )}
          {reads && nodes.some(({ isNew }) => isNew) && (
            <Group>
              <Button variant="default" size="compact-xs" loading={look.isPending} onClick={() => look.mutate()}>
                {words.seen}
              </Button>
            </Group>
          )}
          <ReasonDialog
            isOpen={isAdding}
            title={words.addTitle}
            label={words.text}
            hint={words.hint}
            submit={words.add}
            isBusy={add.isPending}
            onClose={() => setAdding(false)}
            onReason={(text) => add.mutate(text)}
          />
        </Stack>
      )}
    </Loaded>
  );
}
