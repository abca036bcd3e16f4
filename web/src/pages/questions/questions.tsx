import { Select, Stack, Switch } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/hooks';
import { questions as words } from '../../messages/questions';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { type Publishing, PublishNote } from './publish-note';
import { projectNamesQuery, questionsQuery } from './queries';
import { Thread } from './thread';

const route = getRouteApi('/in/questions');

/** What people at work do not know: leads, managers and clients answer, and make a note of it for everybody. */
export function QuestionsPage() {
  const { project, all } = route.useSearch();
  const navigate = useNavigate();
  const places = useAsk(projectNamesQuery);
  const projects = places.data?.projects.nodes ?? [];
  const projectId = project ?? projects[0]?.id ?? '';
  const query = useAsk(
    questionsQuery,
    { projectId, state: all ? null : 'OPEN' },
    { isEnabled: projectId !== '', everySeconds: 10, keepsLast: true },
  );
  const go = (search: { project?: string; all?: true }) => void navigate({ to: '/questions', search, replace: true });
  const [publishing, setPublishing] = useState<Publishing | null>(null);
  return (
    <div className="page-narrow">
      <PageHead title={words.title}>
        <Select
          size="xs"
          aria-label={words.project}
          allowDeselect={false}
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectId || null}
          onChange={(value) => go({ project: value ?? undefined, all })}
        />
        <Switch
          size="xs"
          label={words.showAll}
          checked={all ?? false}
          onChange={({ currentTarget }) => go({ project, all: currentTarget.checked || undefined })}
        />
      </PageHead>
      {places.data && projects.length === 0 ? (
        <Empty title={words.none}>{words.noneHint}</Empty>
      ) : (
        <Loaded query={query}>
          {({ questions: { nodes } }) =>
            nodes.length === 0 ? (
              <Empty title={words.none}>{words.noneHint}</Empty>
            ) : (
              <Stack gap="md">
                {nodes.map((question) => (
                  <Thread key={question.id} question={question} onPublish={setPublishing} />
                ))}
              </Stack>
            )
          }
        </Loaded>
      )}
      <PublishNote publishing={publishing} onClose={() => setPublishing(null)} />
    </div>
  );
}
