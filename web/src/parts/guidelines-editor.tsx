import { Paper, Text, Textarea } from '@mantine/core';
import { setup as words } from '../messages/setup';
import { Markdown } from './markdown';

/** Markdown, and beside it how people see it. */
export function GuidelinesEditor({
  body,
  onChange,
  fault,
}: {
  body: string;
  onChange: (body: string) => void;
  fault?: string;
}) {
  return (
    <div className="halves">
      <Textarea
        label={words.guidelinesText}
        description={words.guidelinesHint}
        autosize
        minRows={10}
        maxRows={30}
        maxLength={200_000}
        value={body}
        error={fault}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <section aria-label={words.preview}>
        <Text size="sm" fw={500} mb={4}>
          {words.preview}
        </Text>
        <Paper p="md" bg="var(--m-page)">
          {body.trim() === '' ? (
            <Text size="sm" c="dimmed">
              {words.noGuidelines}
            </Text>
          ) : (
            <Markdown text={body} />
          )}
        </Paper>
      </section>
    </div>
  );
}
