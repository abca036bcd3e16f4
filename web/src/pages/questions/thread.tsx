import { Badge, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { questions as words } from '../../messages/questions';
import { ago, dateTime } from '../../parts/format';
import { Facts } from '../../parts/labels/item';
import { tellDone } from '../../parts/tell';
import type { Publishing } from './publish-note';
import { closeMutation, type Question, replyMutation } from './queries';

interface ThreadProps {
  question: Question;
  onPublish: (publishing: Publishing) => void;
}

/** A question, what it is about, and what was said; with what one may do about it. */
export function Thread({ question, onPublish }: ThreadProps) {
  const { can } = useSession();
  const { id, text, to, state, askedAt, askedByName, isMine, taskId, externalKey, item, replies, noteId } = question;
  const close = useChange(() => ask(closeMutation, { id }), { onDone: () => tellDone(words.closed) });
  const answer = replies.findLast(({ isAnswer }) => isAnswer)?.text;
  const asker = isMine ? messages.common.you : (askedByName ?? words.parts.ASKER);
  return (
    <Paper component="article" p="md" aria-label={text}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text}
          </Title>
          <Badge color={state === 'OPEN' ? 'yellow' : 'gray'}>{words.states[state]}</Badge>
        </Group>
        <Text size="xs" c="dimmed" title={dateTime(askedAt)}>
          {[question.projectName, asker, words.for[to], ago(askedAt)].join(' · ')}
          {taskId && (
            <>
              {' · '}
              <Link to="/tasks/$taskId" params={{ taskId }}>
                {externalKey ?? messages.common.open}
              </Link>
            </>
          )}
        </Text>
        {item && (
          <details>
            <summary>{words.showItem}</summary>
            {item.mediaUrl && <img src={item.mediaUrl} alt={words.item} style={{ maxWidth: '100%', maxHeight: 360 }} />}
            <Facts value={{ ...(item.data as object), ...(item.metadata as object) }} />
          </details>
        )}
        {replies.map((reply) => (
          <div key={reply.id}>
            <Text size="xs" c="dimmed" title={dateTime(reply.at)}>
              {reply.isMine ? messages.common.you : [words.parts[reply.part], reply.name].filter(Boolean).join(' ')}
              {reply.isAnswer && ` · ${words.answer}`} · {ago(reply.at)}
            </Text>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {reply.text}
            </Text>
          </div>
        ))}
        {state !== 'CLOSED' && <Reply question={question} onPublish={onPublish} />}
        <Group gap="xs">
          {can('guideline:note') && !noteId && answer !== undefined && (
            <Button variant="default" size="compact-xs" onClick={() => onPublish({ question, answer })}>
              {words.publish}
            </Button>
          )}
          {noteId && (
            <Badge color="gray" variant="outline">
              {words.isNote}
            </Badge>
          )}
          {state !== 'CLOSED' && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              loading={close.isPending}
              onClick={() => close.mutate()}
            >
              {words.close}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

/** What the asker says is a comment; everybody else answers, or only comments. */
function Reply({ question, onPublish }: ThreadProps) {
  const { id, isMine, noteId } = question;
  const { can } = useSession();
  const [text, setText] = useState('');
  const reply = useChange(
    async ({ isAnswer }: { isAnswer: boolean; publishes?: boolean }) =>
      granted((await ask(replyMutation, { input: { questionId: id, text: text.trim(), isAnswer } })).replyToQuestion),
    {
      onDone: (_, { publishes }) => {
        setText('');
        tellDone(words.replied);
        // The list may show only what is open, and this is open no more: the note is written apart from it.
        if (publishes) onPublish({ question, answer: text.trim() });
      },
    },
  );
  const isReady = text.trim() !== '' && !reply.isPending;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) reply.mutate({ isAnswer: !isMine });
      }}
    >
      <Stack gap={6}>
        <Textarea
          aria-label={isMine ? words.more : words.reply}
          placeholder={isMine ? words.more : words.replyHint}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={1000}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && isReady)
              reply.mutate({ isAnswer: !isMine });
          }}
        />
        {text.trim() && (
          <Group gap="xs">
            <Button type="submit" loading={reply.isPending}>
              {isMine ? words.said : words.answer}
            </Button>
            {!isMine && !noteId && can('guideline:note') && (
              <Button
                variant="default"
                disabled={!isReady}
                onClick={() => reply.mutate({ isAnswer: true, publishes: true })}
              >
                {words.answerAndPublish}
              </Button>
            )}
            {!isMine && (
              <Button variant="default" disabled={!isReady} onClick={() => reply.mutate({ isAnswer: false })}>
                {words.comment}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  );
}
