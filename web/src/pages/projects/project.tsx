import { Button, Kbd, Paper, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { graphql } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { batchLine, batchProgress, BatchTable, withProgress } from '../../parts/batch-rows';
import { GuidelineNotes } from '../../parts/guideline-notes';
import { Markdown } from '../../parts/markdown';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { NewBatch } from './new-batch';
import { Releases } from './releases';

const words = messages.projects;
const route = getRouteApi('/in/projects/$projectId');

const projectQuery = graphql(
  `
    query Project($id: ID!) {
      project(id: $id) {
        id
        name
        description
        guidelines {
          version
          body
        }
        batches(first: 50) {
          totalCount
          nodes {
            ...BatchLine
          }
        }
      }
    }
  `,
  [batchLine],
);
const progressQuery = graphql(
  `
    query ProjectProgress($id: ID!) {
      batches(projectId: $id, first: 50) {
        nodes {
          ...Progress
        }
      }
    }
  `,
  [batchProgress],
);

export function ProjectPage() {
  const { projectId } = route.useParams();
  const { can } = useSession();
  const [isCreating, setCreating] = useState(false);
  const query = useAsk(projectQuery, { id: projectId }, { everySeconds: 10 });
  const progress = useAsk(progressQuery, { id: projectId }, { everySeconds: 10 }).data?.batches.nodes;
  const mayCreate = can('batch:create');
  useKey('b', words.newBatch, () => setCreating(true), { isOn: mayCreate });
  return (
    <Loaded query={query}>
      {({ project }) => (
        <>
          <PageHead title={project.name} crumbs={<Link to="/projects">{words.projects}</Link>}>
            {can('course:read') && (
              <Button
                variant="default"
                renderRoot={(props) => <Link to="/projects/$projectId/courses" params={{ projectId }} {...props} />}
              >
                {words.courses}
              </Button>
            )}
            {can('project:policy') && (
              <Button
                variant="default"
                renderRoot={(props) => <Link to="/projects/$projectId/settings" params={{ projectId }} {...props} />}
              >
                {words.settings}
              </Button>
            )}
            {mayCreate && (
              <Button onClick={() => setCreating(true)} rightSection={<Kbd size="xs">B</Kbd>}>
                {words.newBatch}
              </Button>
            )}
          </PageHead>
          <Stack gap="lg">
            {project.description && <Text>{project.description}</Text>}
            <section>
              <Title order={2} mb="xs">
                {words.batches}
              </Title>
              {project.batches.nodes.length === 0 ? (
                <Empty
                  title={words.noBatches}
                  action={mayCreate && <Button onClick={() => setCreating(true)}>{words.newBatch}</Button>}
                >
                  {words.noBatchesHint}
                </Empty>
              ) : (
                <BatchTable batches={withProgress(project.batches.nodes, progress)} />
              )}
            </section>
            {can('release:read') && <Releases projectId={projectId} />}
            <section>
              <Title order={2} mb="xs">
                {words.guidelines}
              </Title>
              <Paper p="md">
                {project.guidelines ? (
                  <>
                    <Text size="xs" c="dimmed">
                      {messages.work.version(project.guidelines.version)}
                    </Text>
                    <Markdown text={project.guidelines.body} />
                  </>
                ) : (
                  <Text size="sm" c="dimmed">
                    {messages.work.noGuidelines}
                  </Text>
                )}
                <GuidelineNotes projectId={projectId} mayAdd={can('guideline:note')} />
              </Paper>
            </section>
          </Stack>
          <NewBatch projectId={projectId} isOpen={isCreating} onClose={() => setCreating(false)} />
        </>
      )}
    </Loaded>
  );
}
