import { Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../api/client';
import { graphql } from '../api/graphql';
import { useChange } from '../api/hooks';
import { messages } from '../messages';
import { questions as words } from '../messages/questions';
import { tellDone } from './tell';

const askMutation = graphql(`
  mutation AskQuestion($input: AskQuestionInput!) {
    askQuestion(input: $input) {
      ... on Question {
        id
        state
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

interface AskQuestionProps {
  isOpen: boolean;
  /** The assignment that one holds, or a project. */
  about: { assignmentId: string } | { projectId: string };
  onClose: () => void;
}

export function AskQuestion({ isOpen, onClose, about }: AskQuestionProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={words.askTitle} lockScroll={false}>
      {isOpen && <AskForm about={about} onClose={onClose} />}
    </Modal>
  );
}

function AskForm({ about, onClose }: Omit<AskQuestionProps, 'isOpen'>) {
  const [text, setText] = useState('');
  const [to, setTo] = useState<'LEAD' | 'CLIENT'>('LEAD');
  const send = useChange(async () => granted((await ask(askMutation, { input: { ...about, text: text.trim(), to } })).askQuestion), {
    onDone: () => {
      tellDone(words.asked);
      onClose();
    },
  }); // prettier-ignore
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && !send.isPending) send.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Textarea
          data-autofocus
          label={words.text}
          description={'assignmentId' in about ? words.askHint : words.askAboutProject}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1000}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label={words.to}
          value={to}
          onChange={(value) => setTo(value === 'CLIENT' ? 'CLIENT' : 'LEAD')}
          data={Object.entries(words.parties).map(([value, label]) => ({ value, label }))}
        />
        <Group justify="space-between">
          <Text size="xs" c="dimmed" className="wide-only">
            Ctrl + Enter
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {messages.common.cancel}
            </Button>
            <Button type="submit" loading={send.isPending} disabled={!text.trim()}>
              {words.askShort}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
