import { ApiError, ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { messages } from '../../messages';
import type { ProjectDraft } from './draft';

const createMutation = graphql(`
  mutation CreateProject($input: CreateProjectInput!) {
    createProject(input: $input) {
      ... on Project {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export const publishMutation = graphql(`
  mutation PublishGuidelines($projectId: ID!, $body: String!, $quiz: GuidelineQuizInput) {
    publishGuidelines(projectId: $projectId, body: $body, quiz: $quiz) {
      id
      guidelineVersion
    }
  }
`);
const boundQuery = graphql(`
  query ConnectionProjects($id: ID!) {
    connection(connectionId: $id) {
      id
      projectIds
    }
  }
`);
const bindMutation = graphql(`
  mutation BindConnection($input: UpdateConnectionInput!) {
    updateConnection(input: $input) {
      ... on Connection {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/**
 * Makes the project, then publishes its guidelines and binds its tool. What fails after the first step is told and can be done in
 * the settings: the project is there.
 * @throws ApiError when the project was not made
 */
export async function makeProject(draft: ProjectDraft): Promise<{ id: string; undone: string | null }> {
  const named = draft.metadata.filter(({ field }) => field.trim() !== '');
  const input = {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    labelSchema: draft.schema,
    policy: draft.policy,
    fieldVisibility: Object.fromEntries(named.map(({ field, visibility }) => [field.trim(), visibility])),
    teamIds: draft.teamIds,
  };
  const { id } = granted((await ask(createMutation, { input })).createProject) as { id: string };
  try {
    if (draft.guidelines.trim() !== '') await ask(publishMutation, { projectId: id, body: draft.guidelines });
    if (draft.connectionId) await bindConnection(draft.connectionId, id);
    return { id, undone: null };
  } catch (error) {
    return { id, undone: error instanceof ApiError ? error.message : messages.errors.unknown };
  }
}

/** The projects of a connection are given as a whole: those of before stay. */
export async function bindConnection(connectionId: string, projectId: string): Promise<void> {
  const { connection } = await ask(boundQuery, { id: connectionId });
  const projectIds = [...new Set([...(connection?.projectIds ?? []), projectId])];
  granted((await ask(bindMutation, { input: { connectionId, projectIds } })).updateConnection);
}
