import { Alert, Badge, Button, Group, Paper, PasswordInput, Select, Stack, Text, Title } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession, useSignOut } from '../../app/session';
import { messages } from '../../messages';
import { ago, dateTime } from '../../parts/format';
import { ErrorWords, Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const words = messages.account;

const sessionsQuery = graphql(`
  query MySessions {
    mySessions {
      id
      client
      createdAt
      lastUsedAt
      expiresAt
      isCurrent
    }
  }
`);
const endMutation = graphql(`
  mutation EndSession($id: ID!) {
    endSession(sessionId: $id) {
      id
    }
  }
`);
const passwordMutation = graphql(`
  mutation ChangePassword($current: String!, $next: String!) {
    changePassword(current: $current, next: $next) {
      ... on PasswordChanged {
        endedSessions
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const zoneMutation = graphql(`
  mutation SetTimeZone($timeZone: String!) {
    setTimeZone(timeZone: $timeZone) {
      id
      timeZone
    }
  }
`);

export function AccountPage() {
  const signOut = useSignOut();
  return (
    <div className="page-narrow">
      <PageHead title={words.title}>
        <Button variant="default" onClick={signOut}>
          {messages.shell.signOut}
        </Button>
      </PageHead>
      <Stack gap="lg">
        <Who />
        <Password />
        <Sessions />
      </Stack>
    </div>
  );
}

function Who() {
  const { me, organization } = useSession();
  const router = useRouter();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = useMemo(() => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])], []);
  const change = useChange((timeZone: string) => ask(zoneMutation, { timeZone }), {
    onDone: async () => {
      await router.invalidate();
      tellDone(words.zoneSaved);
    },
  });
  return (
    <Paper p="lg">
      <Title order={2} mb="sm">
        {words.who}
      </Title>
      <dl className="facts">
        <dt>{messages.signIn.email}</dt>
        <dd>
          {me.name} · {me.email}
        </dd>
        <dt>{words.organization}</dt>
        <dd>{organization}</dd>
        <dt>{words.roles}</dt>
        <dd>{me.roles.map((role) => messages.roles[role]).join(', ')}</dd>
      </dl>
      <Group align="flex-end" mt="md">
        <Select
          label={words.zone}
          description={words.zoneHint}
          data={zones}
          searchable
          allowDeselect={false}
          value={me.timeZone}
          onChange={(zone) => zone && change.mutate(zone)}
          w={320}
          maw="100%"
        />
        {here !== me.timeZone && zones.includes(here) && (
          <Button variant="default" onClick={() => change.mutate(here)}>
            {words.useBrowserZone(here)}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

function Password() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useChange(async () => granted((await ask(passwordMutation, { current, next })).changePassword), {
    isQuiet: true,
    onDone: (answer) => {
      setCurrent('');
      setNext('');
      tellDone(words.changed('endedSessions' in answer ? answer.endedSessions : 0));
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Paper p="lg" component="form" onSubmit={onSubmit}>
      <Title order={2} mb="sm">
        {words.passwordTitle}
      </Title>
      <Stack gap="sm" maw={320}>
        {change.isError && (
          <Alert color="red" role="alert">
            <ErrorWords error={change.error} />
          </Alert>
        )}
        <PasswordInput
          label={words.current}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        />
        <PasswordInput
          label={words.next}
          description={messages.invitation.passwordHint}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={12}
          value={next}
          onChange={({ currentTarget }) => setNext(currentTarget.value)}
        />
        <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
          {words.change}
        </Button>
      </Stack>
    </Paper>
  );
}

/** "Chrome on Linux" out of what browsers call themselves; programs say their name. */
function clientName(client: string | null): string {
  if (!client) return words.unknownClient;
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\/[\d.]+/.exec(client)?.[1];
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(client)?.[1];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  if (!browser) return client.slice(0, 60);
  return [names[browser] ?? browser, system && (names[system] ?? system)].filter(Boolean).join(' · ');
}

function Sessions() {
  const query = useAsk(sessionsQuery);
  const end = useChange((id: string) => ask(endMutation, { id }), { onDone: () => tellDone(words.ended) });
  return (
    <section>
      <Title order={2} mb="sm">
        {words.sessions}
      </Title>
      <Loaded query={query} lines={3}>
        {({ mySessions }) => (
          <div className="rows-frame" tabIndex={0} role="region" aria-label={words.sessions}>
            <table className="rows">
              <thead>
                <tr>
                  <th scope="col">{words.client}</th>
                  <th scope="col">{words.began}</th>
                  <th scope="col">{words.lastUsed}</th>
                  <th scope="col" aria-label={words.end} />
                </tr>
              </thead>
              <tbody>
                {mySessions.map(({ id, client, createdAt, lastUsedAt, isCurrent }) => (
                  <tr key={id}>
                    <td title={client ?? undefined}>
                      {clientName(client)} {isCurrent && <Badge size="xs">{words.thisOne}</Badge>}
                    </td>
                    <td>{dateTime(createdAt)}</td>
                    <td title={dateTime(lastUsedAt)}>{ago(lastUsedAt)}</td>
                    <td className="num">
                      {!isCurrent && (
                        <Button variant="subtle" color="gray" onClick={() => end.mutate(id)}>
                          {words.end}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      <Text size="xs" c="dimmed" mt={6}>
        {words.zoneHint}
      </Text>
    </section>
  );
}
