import type { Caller, TestApp } from './app.js';
import { asApplication } from './time.js';
import { claim, until } from './work.js';

/** The next seat of a stage for this person, when there is one. */
export const seat = (by: Caller, stage: string) =>
  until(async () => {
    const held = await claim(by, { stage });
    return held.__typename === 'Assignment' && held;
  });

/** Whether there is one now. */
export const hasSeat = async (by: Caller, stage: string): Promise<boolean> =>
  (await claim(by, { stage })).__typename === 'Assignment';

export interface EvidenceFact {
  member: string;
  part: string;
  source: string;
  class: string;
  isRight: boolean;
  isForgiven: boolean;
}

/** What is held for and against people, by when the work was given. */
export const evidence = (app: TestApp): Promise<EvidenceFact[]> =>
  asApplication(
    app,
    async (client) =>
      (
        await client.query(
          `SELECT 'mbr_' || replace(member_id::text, '-', '') AS member, part, source, class, is_right AS "isRight",
                  forgiven_at IS NOT NULL AS "isForgiven" FROM evidence ORDER BY at, source, class`,
        )
      ).rows,
  );

export const myVerdicts = async (by: Caller): Promise<any[]> =>
  (
    await by.run(
      `query { myVerdicts { totalCount nodes { id assignmentId decision errors comment isDisputable disputeState } } }`,
    )
  ).myVerdicts.nodes;

export async function openDispute(by: Caller, input: object) {
  const answer = await by.run(
    `mutation ($input: OpenDisputeInput!) { openDispute(input: $input) { __typename ... on Dispute { id state decision reason taskId openedById } ... on Problem { code message } } }`,
    { input },
  );
  return answer.openDispute;
}

export async function resolveDispute(by: Caller, id: string, decision: string, reason = 'The guidelines say so.') {
  const answer = await by.run(
    `mutation ($id: ID!, $decision: DisputeDecision!, $reason: String!) { resolveDispute(id: $id, decision: $decision, reason: $reason) {
       __typename ... on Dispute { state isOverride resolution openedById } ... on Problem { code message } } }`,
    { id, decision, reason },
  );
  return answer.resolveDispute;
}

export const notices = async (by: Caller): Promise<any[]> =>
  (await by.run(`query { myNotices { id kind sentence } }`)).myNotices;

export const reviewerQuality = async (by: Caller, projectId: string) =>
  (
    await by.run(
      `query ($projectId: ID!) { reviewerQuality(projectId: $projectId) { firstPassYield { value low high n }
         reviewers { memberId reviews accepted { value n } severity { value n } agreement { value low high n } overturned { value n } } } }`,
      { projectId },
    )
  ).reviewerQuality;
