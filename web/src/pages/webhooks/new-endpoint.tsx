import { Alert, Button, Group, MultiSelect, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type VariablesOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { webhooks as words } from '../../messages/webhooks';
import { faultsOf, showFirstFault } from '../../parts/faults';
import { ShowOnce, useMade } from '../../parts/show-once';
import { ErrorWords } from '../../parts/states';

const clientsQuery = graphql(`
  query WebhookClients {
    members(first: 100) {
      nodes {
        id
        name
        roles
      }
    }
  }
`);
const createMutation = graphql(`
  mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      ... on WebhookEndpointWithSecret {
        secret
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
type Signature = NonNullable<VariablesOf<typeof createMutation>['input']['signature']>;

interface NewEndpointProps {
  isOpen: boolean;
  projects: readonly { id: string; name: string }[];
  onClose: () => void;
}

export function NewEndpoint({ isOpen, projects, onClose }: NewEndpointProps) {
  const { made, setMade, close } = useMade<string>(onClose);
  const once = made === null ? null : { title: words.secretTitle, secret: made, hint: words.secretHint };
  return (
    <ShowOnce isOpen={isOpen} once={once} title={words.create} onClose={close}>
      <EndpointForm projects={projects} onClose={close} onMade={setMade} />
    </ShowOnce>
  );
}

/** What can be told of: the server's own list, which every receiver reads as well. */
function useTypes(): string[] {
  const schemas = useQuery({
    queryKey: ['webhook-schemas'],
    queryFn: async () => (await (await fetch('/webhooks/schemas')).json()) as { types: { type: string }[] },
    staleTime: Infinity,
  });
  // A ping is sent when one asks for it, by no event.
  return (schemas.data?.types ?? []).map(({ type }) => type).filter((type) => type !== 'ping');
}

function EndpointForm({
  projects,
  onClose,
  onMade,
}: Omit<NewEndpointProps, 'isOpen'> & { onMade: (secret: string) => void }) {
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState('');
  const [types, setTypes] = useState<string[]>([]);
  const [projectIds, setProjectIds] = useState<string[]>([]);
  const [clientMemberId, setClient] = useState<string | null>(null);
  const [isOrdered, setOrdered] = useState(false);
  const [signature, setSignature] = useState<Signature>('V1');
  const known = useTypes();
  const clients = (useAsk(clientsQuery).data?.members.nodes ?? []).filter(({ roles }) => roles.includes('CLIENT'));
  const create = useChange(
    async () => {
      const input = {
        url: url.trim(),
        description: description.trim() || null,
        types,
        projectIds,
        clientMemberId,
        isOrdered,
        signature,
      };
      return (granted((await ask(createMutation, { input })).createWebhookEndpoint) as { secret: string }).secret;
    },
    { isQuiet: true, onDone: onMade },
  );
  const faultAt = faultsOf(create.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined, { onError: showFirstFault });
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {create.isError && (
          <Alert color="red" role="alert">
            <ErrorWords error={create.error} />
          </Alert>
        )}
        <TextInput
          data-autofocus
          label={words.url}
          description={words.urlHint}
          required
          withAsterisk={false}
          inputMode="url"
          value={url}
          error={faultAt('url')}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <TextInput
          label={words.description}
          maxLength={200}
          value={description}
          error={faultAt('description')}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        <MultiSelect
          label={words.types}
          description={words.typesHint}
          searchable
          data={known}
          value={types}
          error={faultAt('types')}
          onChange={setTypes}
        />
        <MultiSelect
          label={words.projects}
          description={words.projectsHint}
          searchable
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectIds}
          error={faultAt('projectIds')}
          onChange={setProjectIds}
        />
        {clients.length > 0 && (
          <Select
            label={words.client}
            description={words.clientHint}
            clearable
            data={clients.map(({ id, name }) => ({ value: id, label: name }))}
            value={clientMemberId}
            error={faultAt('clientMemberId')}
            onChange={setClient}
          />
        )}
        <Select
          label={words.signature}
          allowDeselect={false}
          data={Object.entries(words.signatures).map(([value, label]) => ({ value, label }))}
          value={signature}
          onChange={(next) => next && setSignature(next as Signature)}
        />
        <Switch
          size="xs"
          label={words.ordered}
          description={words.orderedHint}
          checked={isOrdered}
          onChange={({ currentTarget }) => setOrdered(currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={url.trim() === ''}>
            {words.make}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
