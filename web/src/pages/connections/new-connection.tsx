import { Alert, Button, Group, MultiSelect, PasswordInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'; // prettier-ignore
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { connections as words } from '../../messages/connections';
import { type FaultAt, faultsOf, showFirstFault } from '../../parts/faults';
import { ShowOnce, useMade } from '../../parts/show-once';
import { ErrorWords } from '../../parts/states';
import { createMutation } from './queries';
import { type Kind, type Setting, settingsFrom, settingsOf } from './tool-settings';

interface NewConnectionProps {
  isOpen: boolean;
  projects: readonly { id: string; name: string }[];
  onClose: () => void;
}

interface Made {
  signingSecret: string;
  connection: { id: string; hookPath: string };
}

export function NewConnection({ isOpen, projects, onClose }: NewConnectionProps) {
  const navigate = useNavigate();
  const { made, setMade, close } = useMade<Made>((done) => {
    onClose();
    if (done) void navigate({ to: '/connections/$connectionId', params: { connectionId: done.connection.id } });
  });
  const once = made && {
    title: words.secretTitle,
    secret: made.signingSecret,
    hint: words.secretHint(window.location.origin + made.connection.hookPath),
  };
  return (
    <ShowOnce isOpen={isOpen} once={once} title={words.create} size="lg" onClose={close}>
      <ConnectionForm projects={projects} onClose={close} onMade={setMade} />
    </ShowOnce>
  );
}

function ConnectionForm({
  projects,
  onClose,
  onMade,
}: Omit<NewConnectionProps, 'isOpen'> & { onMade: (made: Made) => void }) {
  const [kind, setKind] = useState<Kind>('LABEL_STUDIO');
  const [name, setName] = useState('');
  const [projectIds, setProjectIds] = useState<string[]>([]);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [apiSecret, setApiSecret] = useState('');
  const [signingSecret, setSigningSecret] = useState('');
  const [refusesOthers, setRefusesOthers] = useState(false);
  const create = useChange(
    async () => {
      const input = {
        kind,
        name: name.trim(),
        projectIds,
        settings: settingsFrom(kind, typed),
        apiSecret: apiSecret || null,
        signingSecret: signingSecret || null,
        refusesOthers,
      };
      return granted((await ask(createMutation, { input })).createConnection) as Made;
    },
    { isQuiet: true, onDone: onMade },
  );
  const faultAt = faultsOf(create.error);
  const field = (setting: Setting) => (
    <SettingField
      key={setting.path}
      setting={setting}
      value={typed[setting.path] ?? ''}
      faultAt={faultsOf(create.error, 'settings.')}
      onChange={(value) => setTyped({ ...typed, [setting.path]: value })}
    />
  );
  const [needed, more] = [true, false].map((isNeeded) => settingsOf[kind].filter((one) => Boolean(one.isNeeded) === isNeeded)); // prettier-ignore
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
        <Group grow align="flex-start">
          <Select
            data-autofocus
            label={words.kind}
            allowDeselect={false}
            data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
            value={kind}
            onChange={(next) => next && setKind(next as Kind)}
          />
          <TextInput
            label={words.name}
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            error={faultAt('name')}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        </Group>
        {needed!.map(field)}
        <PasswordInput
          label={words.apiSecret}
          description={words.apiSecretHint}
          autoComplete="off"
          value={apiSecret}
          error={faultAt('apiSecret')}
          onChange={({ currentTarget }) => setApiSecret(currentTarget.value)}
        />
        <MultiSelect
          label={words.projects}
          description={words.projectsHint}
          searchable
          data={projects.map(({ id, name: label }) => ({ value: id, label }))}
          value={projectIds}
          error={faultAt('projectIds')}
          onChange={setProjectIds}
        />
        <details>
          <summary>{words.optional}</summary>
          <Stack gap="sm" mt="xs">
            {more!.map(field)}
            <PasswordInput
              label={words.signingSecret}
              description={words.signingSecretHint}
              autoComplete="off"
              value={signingSecret}
              error={faultAt('signingSecret')}
              onChange={({ currentTarget }) => setSigningSecret(currentTarget.value)}
            />
            <Switch
              size="xs"
              label={words.refusesOthers}
              description={words.refusesOthersHint}
              checked={refusesOthers}
              onChange={({ currentTarget }) => setRefusesOthers(currentTarget.checked)}
            />
          </Stack>
        </details>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
            {words.make}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface SettingFieldProps {
  setting: Setting;
  value: string;
  faultAt: FaultAt;
  onChange: (value: string) => void;
}

function SettingField({ setting: { path, options, isLong, isNumber }, value, faultAt, onChange }: SettingFieldProps) {
  const [label, hint] = words.fields[path]!;
  // What is missing as a whole is named by its outer part.
  const error = faultAt(path) ?? faultAt(path.split('.')[0]!);
  const common = { label, description: hint || undefined, error };
  if (options)
    return (
      <Select {...common} clearable data={options} value={value || null} onChange={(next) => onChange(next ?? '')} />
    );
  const Field = isLong ? Textarea : TextInput;
  return (
    <Field
      {...common}
      inputMode={isNumber ? 'numeric' : undefined}
      value={value}
      onChange={({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value)}
    />
  );
}
