import { describe, expect, it } from '@jest/globals';
import { dataOf, schemaOf, webhookTypes, type WebhookType } from './event-types.js';
import { isWanted, messageOf } from './message.rules.js';

const uuid = (digit: string) => `0193f5a8-0000-7000-8000-00000000000${digit}`;
const hex = (digit: string) => uuid(digit).replaceAll('-', '');
const at = new Date('2026-02-03T04:05:06.789Z');
const news = (type: string, data: Record<string, unknown> = {}) => ({ type, subject_id: uuid('1'), data, at });
const inBatch = { batchId: uuid('2'), projectId: uuid('3') };

/** Everything that features publish with their news, and more. */
const inside = {
  ...inBatch,
  verdictId: uuid('4'),
  round: 2,
  stage: 'ANNOTATE',
  state: 'UPHELD',
  why: 'GONE',
  sentence: '“Batch 1” is at risk.',
  risk: 0.8,
  items: 3,
  minutes: 40,
  disputeId: uuid('8'),
  trustActionId: uuid('9'),
  auditLotId: uuid('a'),
  memberId: uuid('5'),
  submissionId: uuid('6'),
  taskId: uuid('7'),
  counted: true,
  isGold: true,
  reason: 'The picture is black.',
  token: '17',
  comment: 'bad work',
};

describe('what is said outside', () => {
  it('is the name, the time, and ids in their global form', () => {
    expect(JSON.parse(messageOf(news('task.settled', inBatch))!.body)).toEqual({
      type: 'task.settled',
      timestamp: '2026-02-03T04:05:06.789Z',
      data: { taskId: `tsk_${hex('1')}`, batchId: `bat_${hex('2')}`, projectId: `prj_${hex('3')}` },
    });
  });

  it.each(webhookTypes)('%s says what its schema says and nothing else', (type) => {
    const message = messageOf(news(type, inside))!;
    const { data } = JSON.parse(message.body) as { data: object };
    expect(Object.keys(data)).toEqual(Object.keys(dataOf[type].shape));
    expect(Buffer.byteLength(message.body)).toBeLessThan(1000);
    expect(message.body).not.toMatch(/gold|counted|reason|comment|token|memberId|mbr_|submission/i);
  });

  it('does not join an assignment to its task: a task that comes back would be known as gold', () => {
    for (const type of webhookTypes.filter((name) => name.startsWith('assignment.')))
      expect(messageOf(news(type, inside))!.body).not.toContain('tsk_');
  });

  it('is nothing for news of the inside, and for news that lacks what the schema asks for', () => {
    for (const type of ['gold.answered', 'gold.changed', 'trust.lost', 'verdict.submitted', 'constructor', 'toString'])
      expect(messageOf(news(type, inside))).toBeNull();
    expect(messageOf(news('task.settled', { projectId: uuid('3') }))).toBeNull();
  });

  it('has a JSON Schema for each name, with a version', () => {
    for (const type of webhookTypes) {
      const schema = schemaOf(type) as {
        $id: string;
        properties: { type: { const: string }; data: { additionalProperties: boolean; required: string[] } };
      };
      expect(schema.$id).toBe(`urn:muster:webhook:${type}:1`);
      expect(schema.properties.type.const).toBe(type);
      expect(schema.properties.data.additionalProperties).toBe(false);
      expect(schema.properties.data.required).toEqual(Object.keys(dataOf[type].shape));
    }
  });
});

describe('who gets it', () => {
  const message = (type: WebhookType, projectId: string | null) => ({ type, projectId, body: '' });
  const all = { types: [], project_ids: [], clientProjects: null };
  it('everybody who asks for nothing in particular', () => {
    expect(isWanted(all, message('task.settled', uuid('3')))).toBe(true);
    expect(isWanted(all, message('webhook.disabled', null))).toBe(true);
  });
  it.each([
    [{ types: ['task.settled'] }, true, false],
    [{ types: ['batch.opened'] }, false, false],
    [{ project_ids: [uuid('3')] }, true, false],
    [{ project_ids: [uuid('9')] }, false, false],
    [{ clientProjects: new Set([uuid('3')]) }, true, false],
    [{ clientProjects: new Set<string>() }, false, false],
    [{ types: ['task.settled'], project_ids: [uuid('9')] }, false, false],
  ])('by %j: of the project %j, of no project %j', (filter, ofProject, ofNone) => {
    expect(isWanted({ ...all, ...filter }, message('task.settled', uuid('3')))).toBe(ofProject);
    expect(isWanted({ ...all, ...filter }, message('webhook.disabled', null))).toBe(ofNone);
  });

  it('no client hears of risks and people', () => {
    const client = { ...all, clientProjects: new Set([uuid('3')]) };
    for (const type of webhookTypes.filter((name) => name.startsWith('notice.'))) {
      expect(isWanted(client, message(type, uuid('3')))).toBe(false);
      expect(isWanted(all, message(type, uuid('3')))).toBe(true);
    }
  });
});
