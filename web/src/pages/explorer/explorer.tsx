import { Button, Kbd, Paper, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { explorer as words } from '../../messages/explorer';
import { ago } from '../../parts/format';
import { PageHead } from '../../parts/states';
import { Documentation } from './documentation';
import { type Sent, useHistory } from './history';
import { operationsIn } from './schema';

interface Answer {
  text: string;
  milliseconds: number;
  requestId: string | null;
}

const mono = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 'var(--mantine-font-size-sm)' } };

/**
 * A page to try the API on: an editor, variables, what was sent before, and the schema. Not GraphiQL: its editor brings megabytes,
 * and workers that the content security policy would have to let in (docs/adr/0017).
 */
export function ExplorerPage() {
  const history = useHistory();
  const [query, setQuery] = useState(history.all[0]?.query ?? words.start);
  const [variables, setVariables] = useState(history.all[0]?.variables ?? '');
  const [operation, setOperation] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isSending, setSending] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const operations = operationsIn(query);
  const chosen = operations.includes(operation ?? '') ? operation : operations[0];

  const send = async () => {
    const given = parsed(variables);
    setWrong(given === undefined);
    if (given === undefined || isSending) return;
    setSending(true);
    history.add({ query, variables });
    setAnswer(await asked({ query, variables: given, operationName: operations.length > 1 ? chosen : undefined }));
    setSending(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  const take = (sent: Pick<Sent, 'query' | 'variables'>) => {
    setQuery(sent.query);
    setVariables(sent.variables);
  };
  return (
    <>
      <PageHead title={words.title}>
        {operations.length > 1 && (
          <Select
            size="xs"
            w={200}
            aria-label={words.operation}
            allowDeselect={false}
            data={[...new Set(operations)]}
            value={chosen}
            onChange={setOperation}
          />
        )}
        <Button
          loading={isSending}
          onClick={() => void send()}
          rightSection={
            <Kbd size="xs" aria-hidden="true">
              Ctrl ↵
            </Kbd>
          }
        >
          {words.run}
        </Button>
      </PageHead>
      <Text size="sm" c="dimmed" mb="md">
        {words.hint}
      </Text>
      <div className="explorer">
        <Stack gap="sm" onKeyDown={onKeyDown}>
          <Textarea
            label={words.query}
            autosize
            minRows={14}
            maxRows={28}
            spellCheck={false}
            styles={mono}
            value={query}
            onChange={({ currentTarget }) => setQuery(currentTarget.value)}
          />
          <Textarea
            label={words.variables}
            autosize
            minRows={3}
            maxRows={12}
            spellCheck={false}
            styles={mono}
            value={variables}
            error={isWrong && words.notJson}
            onChange={({ currentTarget }) => {
              setVariables(currentTarget.value);
              setWrong(false);
            }}
          />
          <History all={history.all} onTake={take} onForget={history.forget} />
        </Stack>
        <section aria-label={words.answer}>
          <Title order={2} fz="sm" fw={500} mb={4}>
            {words.answer}{' '}
            {answer && (
              <Text component="span" size="xs" c="dimmed" className="tabular">
                {words.took(answer.milliseconds, answer.requestId)}
              </Text>
            )}
          </Title>
          <Paper component="pre" p="sm" m={0} className="explorer-answer" tabIndex={0} aria-live="polite">
            {isSending ? words.running : (answer?.text ?? words.noAnswer)}
          </Paper>
        </section>
        <Documentation onUse={take} />
      </div>
    </>
  );
}

/** undefined: no JSON */
function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The answer as it came: errors are shown, not told. */
async function asked(body: object): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'apollo-require-preflight': 'true' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const milliseconds = Math.round(performance.now() - began);
    const json = parsed(text);
    return {
      text: json === undefined ? text : JSON.stringify(json, null, 2),
      milliseconds,
      requestId: response.headers.get('x-request-id'),
    };
  } catch (error) {
    return { text: String(error), milliseconds: Math.round(performance.now() - began), requestId: null };
  }
}

interface HistoryProps {
  all: readonly Sent[];
  onTake: (sent: Sent) => void;
  onForget: () => void;
}

function History({ all, onTake, onForget }: HistoryProps) {
  return (
    <details>
      <summary>{words.history}</summary>
      {all.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.noHistory}
        </Text>
      )}
      <Stack gap={2} mt={4} align="flex-start">
        {all.map((sent, at) => (
          <Button key={at} variant="subtle" color="gray" size="compact-xs" onClick={() => onTake(sent)}>
            {operationsIn(sent.query)[0] ?? sent.query.trim().slice(0, 40)} · {ago(sent.at)}
          </Button>
        ))}
        {all.length > 0 && (
          <Button variant="default" size="compact-xs" onClick={onForget}>
            {words.forget}
          </Button>
        )}
      </Stack>
    </details>
  );
}
