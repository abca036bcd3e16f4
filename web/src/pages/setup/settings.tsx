import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useTeamsFrom } from '../../api/teams';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { schemaWords, settingsWords as words, setup } from '../../messages/setup';
import { ConnectionTest } from '../../parts/connection-test';
import { asSchema } from '../../parts/labels/label';
import { SchemaPreview } from '../../parts/schema/schema-preview';
import { Section } from '../../parts/section';
import { Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { GuidelinesSettings } from './guidelines-settings';
import { bindConnection } from './make-project';
import { PolicySettings } from './policy-settings';

const route = getRouteApi('/in/projects/$projectId/settings');

const settingsQuery = graphql(`
  query ProjectSettings($id: ID!, $withConnections: Boolean!) {
    project(id: $id) {
      id
      name
      labelSchema
      policy
      policyVersion
      teamIds
      guidelines {
        version
        body
      }
    }
    teams(first: 100) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
      }
    }
    connections(first: 100) @include(if: $withConnections) {
      nodes {
        id
        name
        kind
        projectIds
      }
    }
  }
`);
const openMutation = graphql(`
  mutation OpenToTeam($projectId: ID!, $teamId: ID!) {
    addTeamToProject(projectId: $projectId, teamId: $teamId) {
      id
    }
  }
`);
const closeMutation = graphql(`
  mutation CloseToTeam($projectId: ID!, $teamId: ID!) {
    removeTeamFromProject(projectId: $projectId, teamId: $teamId) {
      id
    }
  }
`);
type Settings = ResultOf<typeof settingsQuery>;

/** What of a project may be changed once it is there, and what may not. */
export function SettingsPage() {
  const { projectId } = route.useParams();
  const { can } = useSession();
  const query = useAsk(settingsQuery, { id: projectId, withConnections: can('connection:read') });
  return (
    <Loaded query={query}>
      {(settings) => (
        <>
          <PageHead
            title={words.title}
            crumbs={
              <>
                <Link to="/projects">{messages.projects.projects}</Link>
                <span aria-hidden="true">/</span>
                <Link to="/projects/$projectId" params={{ projectId }}>
                  {settings.project.name}
                </Link>
              </>
            }
          />
          <div className="form-sections">
            {can('project:create') && <Teams settings={settings} />}
            {can('project:guidelines') && (
              <GuidelinesSettings
                key={settings.project.guidelines?.version ?? 0}
                projectId={projectId}
                guidelines={settings.project.guidelines}
              />
            )}
            {can('project:policy') && (
              <PolicySettings
                key={settings.project.policyVersion}
                projectId={projectId}
                policy={settings.project.policy}
                version={settings.project.policyVersion}
              />
            )}
            {can('connection:read') && <Tool settings={settings} />}
            <Section title={words.schema}>
              <Text size="sm" c="dimmed" mb="sm">
                {schemaWords.fixed}
              </Text>
              <div style={{ maxWidth: 480 }}>
                <SchemaPreview schema={asSchema(settings.project.labelSchema)} />
              </div>
            </Section>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Teams({ settings: { project, teams: first } }: { settings: Settings }) {
  const teams = useTeamsFrom(first);
  const [chosen, setChosen] = useState<string | null>(null);
  const open = useChange((teamId: string) => ask(openMutation, { projectId: project.id, teamId }), {
    onDone: () => {
      setChosen(null);
      tellDone(words.teamAdded);
    },
  });
  const close = useChange((teamId: string) => ask(closeMutation, { projectId: project.id, teamId }), {
    onDone: () => tellDone(words.teamRemoved),
  });
  const nameOf = (id: string) => teams.find((team) => team.id === id)?.name ?? '…';
  const others = teams.filter(({ id }) => !project.teamIds.includes(id));
  return (
    <Section title={words.teams}>
      <Stack gap="xs" maw={560}>
        {project.teamIds.length === 0 && <Text c="var(--m-soon)">{setup.noTeams}</Text>}
        {project.teamIds.map((id) => (
          <Group key={id} justify="space-between">
            <Text>{nameOf(id)}</Text>
            <Button
              variant="subtle"
              color="gray"
              aria-label={words.removeTeam(nameOf(id))}
              loading={close.isPending && close.variables === id}
              onClick={() => close.mutate(id)}
            >
              {words.removeTeam(nameOf(id))}
            </Button>
          </Group>
        ))}
        {others.length > 0 && (
          <Group align="flex-end">
            <Select
              label={words.addTeam}
              style={{ flex: 1 }}
              data={others.map(({ id, name }) => ({ value: id, label: name }))}
              value={chosen}
              onChange={setChosen}
            />
            <Button
              variant="default"
              size="sm"
              disabled={!chosen}
              loading={open.isPending}
              onClick={() => chosen && open.mutate(chosen)}
            >
              {messages.common.open}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}

function Tool({ settings: { project, connections } }: { settings: Settings }) {
  const { can } = useSession();
  const all = connections?.nodes ?? [];
  const bound = all.find(({ projectIds }) => projectIds.includes(project.id));
  const [chosen, setChosen] = useState<string | null>(null);
  const bind = useChange((id: string) => bindConnection(id, project.id));
  const mayBind = can('connection:manage') && !bound && all.length > 0;
  return (
    <Section title={setup.tool}>
      <Stack gap="sm" maw={560} align="flex-start">
        {bound ? (
          <>
            <Text>
              {setup.bound(bound.name)} <Badge color="gray">{bound.kind}</Badge>
            </Text>
            {can('connection:manage') && <ConnectionTest connectionId={bound.id} />}
          </>
        ) : (
          <Text c="dimmed">
            {all.length === 0 ? setup.noConnections : mayBind ? setup.toolHint : setup.toolNeedsAdmin}
          </Text>
        )}
        {mayBind && (
          <Group align="flex-end">
            <Select
              aria-label={setup.tool}
              placeholder={setup.noTool}
              data={all.map(({ id, name }) => ({ value: id, label: name }))}
              value={chosen}
              onChange={setChosen}
            />
            <Button
              variant="default"
              disabled={!chosen}
              loading={bind.isPending}
              onClick={() => chosen && bind.mutate(chosen)}
            >
              {messages.common.save}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}
