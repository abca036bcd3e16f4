import type { Caller } from './app.js';
import { until } from './work.js';

export interface Endpoint {
  id: string;
  secret: string;
}

export async function endpoint(by: Caller, input: Record<string, unknown>): Promise<Endpoint> {
  const { createWebhookEndpoint } = await by.run(
    `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
       ... on WebhookEndpointWithSecret { secret endpoint { id } } ... on Problem { code message } } }`,
    { input },
  );
  return { id: createWebhookEndpoint.endpoint.id, secret: createWebhookEndpoint.secret };
}

export async function changeEndpoint(by: Caller, input: Record<string, unknown>) {
  const { updateWebhookEndpoint } = await by.run(
    `mutation ($input: UpdateWebhookEndpointInput!) { updateWebhookEndpoint(input: $input) { isEnabled disabledWhy failures pausedUntil types projectIds clientMemberId } }`,
    { input },
  );
  return updateWebhookEndpoint;
}

export async function endpointState(by: Caller, id: string) {
  const { webhookEndpoint } = await by.run(
    `query ($id: ID!) { webhookEndpoint(id: $id) { isEnabled disabledWhy disabledAt failures failingSince pausedUntil formerSecretUntil } }`,
    { id },
  );
  return webhookEndpoint;
}

const fields = `nodes { id webhookId type state attempts attemptedAt status milliseconds answer error dueAt payload } totalCount pageInfo { hasNextPage endCursor }`;

export async function deliveries(by: Caller, more: Record<string, unknown> = {}) {
  const answer = await by.run(
    `query ($webhookEndpointId: ID, $state: DeliveryState, $type: String, $first: Int, $after: String) {
       deliveries(webhookEndpointId: $webhookEndpointId, state: $state, type: $type, first: $first, after: $after) { ${fields} } }`,
    { first: 50, ...more },
  );
  return answer.deliveries;
}

export async function deliveryHistory(by: Caller, id: string) {
  const { delivery } = await by.run(
    `query ($id: ID!) { delivery(id: $id) { history { at status milliseconds answer error } } }`,
    { id },
  );
  return delivery.history;
}

export async function ping(by: Caller, id: string) {
  const { pingWebhookEndpoint } = await by.run(
    `mutation ($id: ID!) { pingWebhookEndpoint(id: $id) { __typename ... on Delivery { id webhookId state } ... on Problem { code } } }`,
    { id },
  );
  return pingWebhookEndpoint;
}

export async function replay(by: Caller, input: Record<string, unknown>) {
  const { replayDeliveries } = await by.run(
    `mutation ($input: ReplayDeliveriesInput!) { replayDeliveries(input: $input) { ... on ReplayedDeliveries { count hasMore } ... on Problem { code } } }`,
    { input },
  );
  return replayDeliveries;
}

/** Until the endpoint's deliveries are as many, in this state. */
export const untilDeliveries = (by: Caller, webhookEndpointId: string, state: string, count: number) =>
  until(async () => {
    const { totalCount, nodes } = await deliveries(by, { webhookEndpointId, state });
    // Two statements: one may see what the other does not yet.
    return totalCount >= count && nodes.length >= Math.min(count, 50) && nodes;
  });
