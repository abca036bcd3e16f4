import { Button, Group, Kbd, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useAsk } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { questions as words } from '../../messages/questions';
import { AskQuestion } from '../../parts/ask-question';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { type Publishing, PublishNote } from './publish-note';
import { myQuestionsQuery, projectNamesQuery } from './queries';
import { Thread } from './thread';

/** What one asked, and what was answered. */
export function MyQuestionsPage() {
  const query = useAsk(myQuestionsQuery, undefined, { everySeconds: 30 });
  const projects = useAsk(projectNamesQuery).data?.projects.nodes ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const projectId = chosen ?? projects[0]?.id ?? '';
  const mayAsk = projectId !== '';
  useKey('q', words.ask, () => setAsking(true), { isOn: mayAsk });
  const [publishing, setPublishing] = useState<Publishing | null>(null);
  return (
    <div className="page-narrow">
      <PageHead title={words.mineTitle}>
        <Group gap="xs">
          {projects.length > 1 && (
            <Select
              size="xs"
              aria-label={words.project}
              allowDeselect={false}
              data={projects.map(({ id, name }) => ({ value: id, label: name }))}
              value={projectId}
              onChange={setChosen}
            />
          )}
          <Button disabled={!mayAsk} onClick={() => setAsking(true)} rightSection={<Kbd size="xs">Q</Kbd>}>
            {words.ask}
          </Button>
        </Group>
      </PageHead>
      <Loaded query={query}>
        {({ myQuestions: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title={words.noneMine}>{words.noneMineHint}</Empty>
          ) : (
            <Stack gap="md">
              {nodes.map((question) => (
                <Thread key={question.id} question={question} onPublish={setPublishing} />
              ))}
            </Stack>
          )
        }
      </Loaded>
      <AskQuestion isOpen={isAsking} about={{ projectId }} onClose={() => setAsking(false)} />
      <PublishNote publishing={publishing} onClose={() => setPublishing(null)} />
    </div>
  );
}
