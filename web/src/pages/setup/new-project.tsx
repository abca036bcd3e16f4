import { ActionIcon, Alert, Button, Group, MultiSelect, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useTeamsFrom } from '../../api/teams';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { policyWords, schemaWords, setup as words } from '../../messages/setup';
import { ConnectionTest } from '../../parts/connection-test';
import { type FaultAt, faultsOf, showFirstFault } from '../../parts/faults';
import { GuidelinesEditor } from '../../parts/guidelines-editor';
import { PolicyForm } from '../../parts/policy/policy-form';
import { SchemaEditor } from '../../parts/schema/schema-editor';
import { SchemaPreview } from '../../parts/schema/schema-preview';
import { Section } from '../../parts/section';
import { ErrorWords, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { type ProjectDraft, useDraft } from './draft';
import { makeProject } from './make-project';

const choicesQuery = graphql(`
  query NewProjectChoices($withConnections: Boolean!) {
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

/** A project from nothing: what is labelled, by whom, under which rules, and what that costs. */
export function NewProjectPage() {
  const { me, can } = useSession();
  const { draft, change, forget } = useDraft(me.id);
  const navigate = useNavigate();
  const choices = useAsk(choicesQuery, { withConnections: can('connection:read') });
  const teams = useTeamsFrom(choices.data?.teams);
  const make = useChange(() => makeProject(draft), {
    isQuiet: true,
    onDone: ({ id, undone }) => {
      forget();
      tellDone(undone ? words.halfDone(undone) : words.created);
      return navigate({ to: '/projects/$projectId', params: { projectId: id } });
    },
  });
  const faultAt = faultsOf(make.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined, { onError: showFirstFault });
  };
  return (
    <>
      <PageHead title={words.title} crumbs={<Link to="/projects">{messages.projects.projects}</Link>}>
        <Button variant="subtle" color="gray" onClick={forget}>
          {words.startAnew}
        </Button>
      </PageHead>
      <form onSubmit={onSubmit} noValidate className="form-sections">
        <Section title={words.what}>
          <Stack gap="sm" maw={560}>
            <TextInput
              label={words.name}
              required
              withAsterisk={false}
              maxLength={200}
              value={draft.name}
              error={faultAt('name') ?? (make.error?.code === 'NAME_TAKEN' && make.error.message)}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            />
            <Textarea
              label={words.description}
              description={words.descriptionHint}
              autosize
              maxLength={10_000}
              value={draft.description}
              error={faultAt('description')}
              onChange={({ currentTarget }) => change({ description: currentTarget.value })}
            />
            <MultiSelect
              label={words.teams}
              description={words.teamsHint}
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.teamIds}
              error={faultAt('teamIds')}
              nothingFoundMessage={words.noTeamsAtAll}
              onChange={(teamIds) => change({ teamIds })}
            />
            {draft.teamIds.length === 0 && (
              <Text size="sm" c="var(--m-soon)">
                {words.noTeams}
              </Text>
            )}
          </Stack>
        </Section>
        <Section title={schemaWords.title} hint={schemaWords.hint}>
          <div className="with-preview">
            <SchemaEditor
              schema={draft.schema}
              faultAt={faultsOf(make.error, 'labelSchema.')}
              onChange={(schema) => change({ schema })}
            />
            <SchemaPreview schema={draft.schema} />
          </div>
        </Section>
        <Section title={words.metadata} hint={words.metadataHint}>
          <Metadata draft={draft} change={change} faultAt={faultAt} />
        </Section>
        <Section title={words.guidelines}>
          <GuidelinesEditor
            body={draft.guidelines}
            fault={faultAt('body')}
            onChange={(guidelines) => change({ guidelines })}
          />
        </Section>
        <Section title={policyWords.title} hint={policyWords.hint}>
          <PolicyForm
            policy={draft.policy}
            faultAt={faultsOf(make.error, 'policy.')}
            onChange={(policy) => change({ policy })}
          />
        </Section>
        <Section title={words.tool} hint={words.toolHint}>
          <Tool
            connections={choices.data?.connections?.nodes ?? []}
            connectionId={draft.connectionId}
            onChange={(connectionId) => change({ connectionId })}
          />
        </Section>
        {make.isError && (
          <Alert color="red" role="alert" title={words.failed}>
            <ErrorWords error={make.error} />
          </Alert>
        )}
        <Group>
          <Button type="submit" size="sm" loading={make.isPending}>
            {words.create}
          </Button>
          <Text size="sm" c="dimmed">
            {words.draftKept}
          </Text>
        </Group>
      </form>
    </>
  );
}

interface MetadataProps {
  draft: ProjectDraft;
  change: (part: Partial<ProjectDraft>) => void;
  faultAt: FaultAt;
}

function Metadata({ draft: { metadata }, change, faultAt }: MetadataProps) {
  return (
    <Stack gap="xs">
      {metadata.map(({ field, visibility }, at) => (
        <Group key={at} gap="sm" align="flex-start">
          <TextInput
            label={words.metadataField}
            w={220}
            value={field}
            error={faultAt(`fieldVisibility.${field}`)}
            onChange={({ currentTarget }) =>
              change({ metadata: metadata.with(at, { field: currentTarget.value, visibility }) })
            }
          />
          <Select
            label={words.visibility}
            w={320}
            allowDeselect={false}
            data={Object.entries(words.visibilities).map(([value, label]) => ({ value, label }))}
            value={visibility}
            onChange={(next) => next && change({ metadata: metadata.with(at, { field, visibility: next }) })}
          />
          <ActionIcon
            mt={24}
            aria-label={schemaWords.remove(field)}
            onClick={() => change({ metadata: metadata.toSpliced(at, 1) })}
          >
            ✕
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => change({ metadata: [...metadata, { field: '', visibility: 'PUBLIC' }] })}
      >
        {words.addField}
      </Button>
    </Stack>
  );
}

interface ToolProps {
  connections: readonly { id: string; name: string; kind: string }[];
  connectionId: string | null;
  onChange: (connectionId: string | null) => void;
}

function Tool({ connections, connectionId, onChange }: ToolProps) {
  const { can } = useSession();
  if (connections.length === 0) return <Text c="dimmed">{words.noConnections}</Text>;
  if (!can('connection:manage')) return <Text c="dimmed">{words.toolNeedsAdmin}</Text>;
  const chosen = connections.find(({ id }) => id === connectionId);
  return (
    <Stack gap="sm" maw={560}>
      <Select
        aria-label={words.tool}
        placeholder={words.noTool}
        clearable
        data={connections.map(({ id, name, kind }) => ({ value: id, label: `${name} (${kind})` }))}
        value={chosen?.id ?? null}
        onChange={onChange}
      />
      {chosen && <ConnectionTest connectionId={chosen.id} />}
    </Stack>
  );
}
