import { type Caller, type Running, signIn } from './caller.js';

let count = 0;

/** Invites a person, accepts for them, and puts them into the team. */
export async function person(
  app: Running,
  roles: string[],
  teamId?: string,
  inviter: Caller = app.owner,
): Promise<Caller> {
  const email = `person-${(count += 1)}-${roles[0]!.toLowerCase()}@test.example`;
  const { inviteMember } = await inviter.run(
    `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { __typename ... on InvitedMember { token } ... on Problem { code message } } }`,
    { input: { email, name: `Person ${count}`, roles } },
  );
  const password = 'a-password-of-a-person';
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query:
        'mutation ($token: String!, $password: String!) { acceptInvitation(token: $token, password: $password) { __typename ... on Problem { message } } }',
      variables: { token: inviteMember.token, password },
    }),
  });
  const answer = (await response.json()) as { data?: { acceptInvitation: { __typename: string } } };
  if (answer.data?.acceptInvitation.__typename !== 'SignIn')
    throw new Error(`accepting failed: ${JSON.stringify(answer)}`);
  const member = await signIn(app.url, email, password);
  if (teamId)
    await inviter.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId) { id } }`,
      { teamId, memberId: member.id },
    );
  return member;
}

export async function team(app: Running, name = 'Team', by: Caller = app.owner): Promise<string> {
  const { createTeam } = await by.run(
    `mutation ($name: String!) { createTeam(name: $name) { ... on Team { id } ... on Problem { message } } }`,
    { name },
  );
  return createTeam.id;
}
