import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange, useForgetEverything } from '../../api/hooks';
import { messages } from '../../messages';
import { ErrorWords } from '../../parts/states';
import { EntryFrame } from './entry-frame';

const words = messages.signIn;
const route = getRouteApi('/sign-in');

const signInMutation = graphql(`
  mutation SignIn($email: String!, $password: String!) {
    signIn(email: $email, password: $password) {
      ... on SignIn {
        expiresAt
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const demoQuery = graphql(`
  query DemoSignIns {
    demoSignIns {
      role
      name
      email
      password
    }
  }
`);

export function SignInPage() {
  const { to } = route.useSearch();
  const router = useRouter();
  const forget = useForgetEverything();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const demo = useAsk(demoQuery).data?.demoSignIns ?? [];
  const signIn = useChange(
    async (who: { email: string; password: string }) => granted((await ask(signInMutation, who)).signIn),
    {
      isQuiet: true,
      onDone: async () => {
        forget();
        await router.invalidate();
        await router.navigate({ href: to ?? '/', replace: true });
      },
    },
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  return (
    <EntryFrame title="Muster">
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          {signIn.isError && (
            <Alert color="red" role="alert">
              <ErrorWords error={signIn.error} />
            </Alert>
          )}
          <TextInput
            label={words.email}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Button type="submit" size="sm" loading={signIn.isPending}>
            {words.submit}
          </Button>
          <Anchor component={Link} to="/invitation" size="sm">
            {words.haveInvitation}
          </Anchor>
        </Stack>
      </form>
      {demo.length > 0 && (
        <>
          <Divider my="md" />
          <Text fw={600} component="h2" id="demo">
            {words.demoTitle}
          </Text>
          <Text size="sm" c="dimmed" mb="xs">
            {words.demoHint}
          </Text>
          <Stack gap={6} role="group" aria-labelledby="demo">
            {demo.map((who) => (
              <Button
                key={who.email}
                variant="default"
                justify="space-between"
                rightSection={
                  <Text component="span" size="xs" c="dimmed">
                    {who.name}
                  </Text>
                }
                onClick={() => signIn.mutate({ email: who.email, password: who.password })}
              >
                {messages.roles[who.role]}
              </Button>
            ))}
          </Stack>
        </>
      )}
    </EntryFrame>
  );
}
