import { Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { questions as words } from '../../messages/questions';
import { tellDone } from '../../parts/tell';
import { publishMutation, type Question } from './queries';

/** An answer that is to become a note. */
export interface Publishing {
  question: Question;
  answer: string;
}

interface PublishNoteProps {
  publishing: Publishing | null;
  onClose: () => void;
}

/** The answer, in words for everybody. */
export function PublishNote({ publishing, onClose }: PublishNoteProps) {
  return (
    <Modal opened={publishing !== null} onClose={onClose} title={words.publish} lockScroll={false}>
      {publishing && <PublishForm {...publishing} onClose={onClose} />}
    </Modal>
  );
}

function PublishForm({ question, answer, onClose }: Publishing & { onClose: () => void }) {
  const [text, setText] = useState(answer);
  const [withExample, setWithExample] = useState(false);
  const publish = useChange(
    async () => {
      const input = { questionId: question.id, text: text.trim(), withExample };
      return granted((await ask(publishMutation, { input })).publishAnswerAsNote);
    },
    {
      onDone: () => {
        tellDone(words.published);
        onClose();
      },
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && !publish.isPending) publish.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Textarea
          data-autofocus
          label={words.publishText}
          description={words.publishHint}
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
        {question.item && (
          <Checkbox
            label={words.withExample}
            checked={withExample}
            onChange={({ currentTarget }) => setWithExample(currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={publish.isPending} disabled={!text.trim()}>
            {words.publish}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
