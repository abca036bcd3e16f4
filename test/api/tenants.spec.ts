import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';
import pg from 'pg';
import { Role, roles } from '../../src/identity/index.js';
import { hashPassword } from '../../src/identity/passwords.js';
import { type IdKind, parseGlobalId, prefixes, toGlobalId } from '../../src/platform/index.js';
import { AlarmWatch } from '../../src/metrics/alarms/alarm-watch.service.js';
import { type Caller, signIn, startApp, type TestApp } from '../factories/app.js';
import { connect, handOff, handOffTraining, inbox, message, post, signed } from '../factories/front-end.js';
import { modelCalls, modelService, useModel } from '../factories/models.js';
import { person, team } from '../factories/people.js';
import { askQuestion, publishAnswer, replyToQuestion } from '../factories/questions.js';
import { Receiver } from '../factories/receiver.js';
import { addException, dayFromNow, recordLeave, setShifts } from '../factories/shifts.js';
import { answerPractice, courseItem, createCourse, publishCourse, startPractice, takeExam } from '../factories/training.js'; // prettier-ignore
import { endpoint, ping, untilDeliveries } from '../factories/webhooks.js';
import {
  animal,
  ask,
  batch,
  catOrDog,
  claim,
  close,
  importDone,
  importItems,
  judge,
  open,
  project,
  submit,
  until,
} from '../factories/work.js';

/** Stands in every name, label and note of the first organization. The second must never read it. */
const canary = 'CANARY7f3a';
const password = 'a-password-of-the-other';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

type Field = GraphQLField<unknown, unknown>;
interface Ids {
  organizationId: string;
  /** uuids by table, global ids by kind */
  byKind: Map<IdKind, string[]>;
}

describe('two organizations on one server', () => {
  let app: TestApp;
  let schema: GraphQLSchema;
  let first: Ids;
  let second: Ids;
  let manager: Caller;
  let otherOwner: Caller;
  const others = new Map<string, Caller>();
  let admin: pg.Client;
  let tables: string[];
  let held: { id: string; token: string };
  let mediaPath: string;
  let releaseFile: string;
  let receiver: Receiver;

  /** As the application, within an organization or within none. */
  const asApp = async <Row = any>(
    organizationId: string | null,
    sql: string,
    parameters: unknown[] = [],
  ): Promise<Row[]> => {
    await admin.query('BEGIN');
    try {
      await admin.query(`SET LOCAL ROLE muster_app`);
      if (organizationId) await admin.query(`SELECT set_config('app.organization_id', $1, true)`, [organizationId]);
      return (await admin.query(sql, parameters)).rows as Row[];
    } finally {
      await admin.query('ROLLBACK');
    }
  };
  const stateOf = (organizationId: string | null, sql: string, parameters?: unknown[]) =>
    asApp(organizationId, sql, parameters).then(
      (rows) => `${rows.length} rows`,
      (error: pg.DatabaseError) => error.code,
    );

  const idsOf = async (organizationId: string): Promise<Ids> => {
    const byKind = new Map<IdKind, string[]>([['organization', [toGlobalId('organization', organizationId)]]]);
    const named: Partial<Record<IdKind, string>> = {
      apiKey: 'api_key',
      change: 'change_log',
      courseItem: 'course_item',
      examAttempt: 'exam_attempt',
      trainingHandOff: 'training_hand_off',
      guidelineNote: 'guideline_note',
      auditLot: 'audit_lot',
      inboxMessage: 'inbox',
      leaveRequest: 'leave_request',
      timeCorrection: 'time_correction',
      timeEntry: 'time_entry',
      toolItem: 'tool_item',
      modelService: 'model_service',
      modelCall: 'model_call',
      trustAction: 'trust_action',
      webhookEndpoint: 'webhook_endpoint',
      delivery: 'webhook_delivery',
      shiftRule: 'shift_rule',
      shiftException: 'shift_exception',
    };
    for (const kind of Object.keys(prefixes) as IdKind[]) {
      if (kind === 'organization') continue;
      const rows = await asApp<{ id: string }>(
        organizationId,
        `SELECT id FROM ${named[kind] ?? kind} ORDER BY id LIMIT 3`,
      );
      byKind.set(
        kind,
        rows.map(({ id }) => toGlobalId(kind, id)),
      );
    }
    return { organizationId, byKind };
  };

  beforeAll(async () => {
    receiver = await Receiver.open();
    app = await startApp({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
    admin = new pg.Client({ connectionString: app.databaseUrl });
    await admin.connect();
    // Changes of lanes and of work are folded away every few seconds: not while these locks are held.
    await admin.query(`SELECT pg_advisory_lock(hashtextextended('fold_lane_changes', 2)), pg_advisory_lock(hashtextextended('fold_work_changes', 2))`); // prettier-ignore
    schema = buildClientSchema(await app.owner.run(getIntrospectionQuery()));
    tables = (
      await admin.query(
        `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attname = 'organization_id' AND NOT a.attisdropped ORDER BY 1`,
      )
    ).rows.map(({ name }) => name);
    first = await fillFirst();
    second = await fillSecond();
  }, 120_000);
  afterAll(async () => {
    await admin.end();
    await app.stop();
    receiver.close();
  });

  /** Everything that the API can make, with the canary wherever words go. */
  const fillFirst = async (): Promise<Ids> => {
    const { owner } = app;
    const teamId = await team(app, `${canary} team`);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    const [ann, rita] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['REVIEWER'], teamId)];
    await owner.run(
      `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { __typename } }`,
      { input: { email: `${canary}@test.example`, name: `${canary} guest`, roles: ['CLIENT'] } },
      { 'idempotency-key': 'invites' },
    );
    await ask(owner, 'inviteMembers', 'InviteMembersInput', { people: [{ email: `many-${canary}@test.example`, name: canary, roles: ['CLIENT'], team: `${canary} team` }] }, 'invited'); // prettier-ignore
    await owner.run(`mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }`, {
      input: { name: `${canary} key`, scopes: ['project:read'] },
    });
    const { createSkill } = await owner.run(
      `mutation ($name: String!) { createSkill(name: $name) { ... on Skill { id } } }`,
      { name: `${canary} skill` },
    );
    for (const one of [ann, rita])
      await ask(owner, 'grantSkill', 'GrantSkillInput', { memberId: one.id, skillId: createSkill.id, level: 3 }, 'level'); // prettier-ignore
    const projectId = await project(owner, teamId, {
      name: `${canary} project`,
      description: canary,
      labelSchema: { ...catOrDog, fields: [{ name: `${canary} text`, kind: 'TEXT' }] },
      policy: {
        maximumOverlap: 2,
        consensus: {},
        gold: {},
        trust: { actions: [{ minimum: 1, below: 1, certainty: 0.6, action: 'WARN' }] },
        review: [{ rate: 1, seed: 'all' }],
        requirements: [{ skill: `${canary} skill`, level: 1 }],
      },
    });
    await owner.run(`mutation ($projectId: ID!, $body: String!) { publishGuidelines(projectId: $projectId, body: $body) { id } }`, { projectId, body: `# ${canary}` }); // prettier-ignore
    for (const one of [ann, rita])
      await one.run(`mutation ($projectId: ID!) { acknowledgeGuidelines(projectId: $projectId) { version } }`, { projectId }); // prettier-ignore
    const pictureResponse = await fetch(`${app.url}/media?projectId=${projectId}&name=${canary}.png`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'image/png' },
      body: png,
    });
    expect(pictureResponse.status).toBe(201);
    const batchId = await batch(owner, projectId, `${canary} batch`);
    const lines = Array.from({ length: 4 }, (_, at) =>
      JSON.stringify({ externalKey: `${canary}-${at}`, data: { fileName: `${canary}.png` }, metadata: { note: canary }, groupKey: canary, source: canary }),
    ); // prettier-ignore
    const uploaded = await fetch(`${app.url}/imports?name=${canary}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/x-ndjson' },
      body: [...lines, `{"externalKey":"${canary}-bad","${canary}":1}`].join('\n'),
    });
    const { uploadId } = (await uploaded.json()) as { uploadId: string };
    const { importTasks } = await owner.run(
      `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { ... on Import { id } } }`,
      { input: { batchId, uploadId, format: 'JSONL' } },
    );
    expect(await importDone(owner, importTasks.id)).toMatchObject({ created: 4, refused: 1 });
    await open(owner, batchId);
    const labels = [{ kind: 'TEXT', field: `${canary} text`, text: canary }];
    const known = [{ externalKey: `${canary}-0`, labels }];
    await ask(owner, 'addGold', 'AddGoldInput', { batchId, items: known, reason: canary }, 'id');
    const seen = await claim(ann);
    const { assignment } = await ann.run(`query ($id: ID!) { assignment(id: $id) { item { mediaUrl } } }`, {
      id: seen.id,
    });
    mediaPath = assignment.item.mediaUrl;
    // Somebody who takes no time at all leaves no report of it.
    await admin.query(
      `BEGIN; SET LOCAL ROLE muster_app; SELECT set_config('app.organization_id', '${(await organizationIds())[0]}', true);
       UPDATE assignment SET heartbeat_at = heartbeat_at - interval '20 seconds'; COMMIT`,
    );
    await submit(ann, seen, labels);
    await timeOf(ann);
    const review = await until(async () => {
      const next = await claim(rita, { stage: 'REVIEW' });
      return next.__typename === 'Assignment' && next;
    });
    await judge(rita, review, 'REJECT', { comment: canary, errors: [{ code: canary, severity: 'MAJOR' }] });
    const { myVerdicts } = await ann.run(`query { myVerdicts { nodes { id } } }`);
    const dispute = { verdictId: myVerdicts.nodes[0].id, reason: canary };
    const { id: disputeId } = await ask(ann, 'openDispute', 'OpenDisputeInput', dispute, '... on Dispute { id }');
    // Leaves notices, and a note on the guidelines; the task settles with the answer.
    await owner.run(
      `mutation ($id: ID!, $reason: String!) { resolveDispute(id: $id, decision: OVERTURNED, reason: $reason) { __typename } }`,
      { id: disputeId, reason: canary },
    );
    await until(async () => (await asApp((await organizationIds())[0]!, `SELECT FROM member_errors`)).length > 0);
    // By its rule Ann is told something; the answer to gold was compared, and gold looked whether its turn had come.
    await until(async () => (await asApp((await organizationIds())[0]!, `SELECT FROM notice, gold_pace`)).length > 0);
    await admin.query('BEGIN; SET LOCAL ROLE muster_system; SELECT fold_work_changes(); COMMIT');
    held = await claim(ann);
    await throughTool(owner, projectId, ann, held.id, labels);
    await ask(owner, 'grantQualification', 'GrantQualificationInput', { memberId: ann.id, projectId, stage: 'REVIEW' }, 'stage'); // prettier-ignore
    await ask(owner, 'pauseMember', 'PauseMemberInput', { memberId: rita.id, projectId, reason: canary }, 'reason');
    await setShifts(owner, ann.id, [{ weekday: 'MONDAY', start: '09:00', end: '17:00' }]);
    await addException(owner, ann.id, {
      kind: 'EXTRA',
      date: dayFromNow(2),
      start: '09:00',
      end: '17:00',
      note: canary,
    });
    await recordLeave(owner, ann.id, { kind: 'OTHER', from: dayFromNow(9), until: dayFromNow(9), reason: canary });
    await owner.run(`mutation { setNoticeChoices(choices: [{ kind: QUEUE_RUNS_DRY, isWanted: false }]) { isWanted } }`);
    // By Ann's warning there is something to tell.
    await app.server.app.get(AlarmWatch, { strict: false }).look();
    const { compareMethods } = await owner.run(
      `mutation ($projectId: ID!) { compareMethods(projectId: $projectId) { id } }`,
      { projectId },
    );
    await until(async () => {
      const { analysis } = await owner.run(`query ($id: ID!) { analysis(id: $id) { state } }`, compareMethods);
      return analysis.state === 'DONE';
    });
    await auditedLot(teamId, ann);
    await predictions(teamId, ann);
    await trained(owner, teamId, ann, canary);
    await endpointOf(owner, projectId, canary);
    const { createRelease } = await owner.run(
      `mutation ($input: CreateReleaseInput!) { createRelease(input: $input) { ... on Release { id } } }`,
      { input: { projectId, name: `${canary} release`, formats: ['COCO', 'DARWIN_2'] } },
    );
    const release = await until(async () => {
      const answer = await owner.run(`query ($id: ID!) { release(id: $id) { state error files { url } } }`, {
        id: createRelease.id,
      });
      return answer.release.state !== 'FREEZING' && answer.release;
    });
    expect(release).toMatchObject({ state: 'READY', error: null });
    releaseFile = release.files[0].url;
    await ask(ann, 'requestLeave', 'RequestLeaveInput', { kind: 'OTHER', from: dayFromNow(19), until: dayFromNow(19), reason: canary }, '... on LeaveRequest { id }'); // prettier-ignore
    await owner.run(`mutation { setLeaveRule(isRecordedByPeople: true) { isRecordedByPeople } }`);
    // Whoever is on a break gets no work: last of all.
    await ask(ann, 'startTime', 'StartTimeInput', { code: 'BREAK', note: canary }, '... on TimeEntry { id }');
    return idsOf((await organizationIds())[0]!);
  };

  /** Time beside the tasks, and what somebody says that it was. */
  const timeOf = async (by: Caller): Promise<void> => {
    const times = { startedAt: '2026-01-01T10:00:00Z', endedAt: '2026-01-01T11:00:00Z' };
    const { enterTime } = await by.run(
      `mutation ($input: EnterTimeInput!) { enterTime(input: $input) { ... on TimeEntry { id } } }`,
      { input: { code: 'OTHER', note: canary, ...times } },
    );
    await by.run(`mutation ($input: ProposeTimeCorrectionInput!) { proposeTimeCorrection(input: $input) { id } }`, {
      input: { timeEntryId: enterTime.id, isRemoval: true, reason: canary },
    });
  };

  /** Work that lies in a tool, and what the tool says of it. */
  const throughTool = async (by: Caller, projectId: string, ann: Caller, assignmentId: string, labels: unknown) => {
    const tool = await connect(by, [projectId], { origin: `https://${canary}.example` }, { name: `${canary} tool`, apiSecret: canary }); // prettier-ignore
    await by.run(
      `mutation ($id: ID!, $users: [ToolUserInput!]!) { setToolUsers(connectionId: $id, users: $users) { id } }`,
      { id: tool.id, users: [{ toolUser: canary, memberId: ann.id }] },
    );
    expect(await handOff(ann, assignmentId)).toMatchObject({ state: 'PLACED' });
    const skipped = message('task.started', assignmentId, { user: canary, labels });
    await post(app, tool.hookPath, signed(tool.secret, skipped));
    await until(async () => (await inbox(by, tool.id, ['APPLIED'])).length === 1);
  };

  /** A pre-label that somebody corrected, and a model that was asked for another and had no answer. */
  const predictions = async (teamId: string, ann: Caller): Promise<void> => {
    const { owner } = app;
    const projectId = await project(owner, teamId, { name: `${canary} predictions` });
    const batchId = await batch(owner, projectId, `${canary} predicted`);
    await importItems(owner, batchId, [{ externalKey: `${canary}-predicted`, labels: animal('dog') }], 'PRELABEL');
    await open(owner, batchId);
    await submit(ann, await claim(ann, { batchId }), animal('cat'));
    const asked = `query ($id: ID!) { modelCorrections(projectId: $id) { rows { tasks } } }`;
    await until(async () => (await owner.run(asked, { id: projectId })).modelCorrections.rows.length === 1);
    const { id } = await modelService(owner, `${receiver.url}/${canary}`, { name: `${canary} model`, mostAttempts: 1 });
    await useModel(owner, projectId, id);
    await importItems(owner, batchId, [{ externalKey: `${canary}-asked` }]);
    await until(async () => (await modelCalls(owner, id, ['FAILED'])).length === 1);
  };

  /** A lot of one item, audited and judged, in a project that asks for nothing else. */
  const auditedLot = async (teamId: string, ann: Caller): Promise<void> => {
    const { owner } = app;
    const auditor = await person(app, ['REVIEWER'], teamId);
    const projectId = await project(owner, teamId, { name: `${canary} audits`, policy: { audit: {} } });
    const batchId = await batch(owner, projectId, `${canary} lot`);
    await importItems(owner, batchId, [{ externalKey: `${canary}-lot` }]);
    await open(owner, batchId);
    const { id } = await ask(owner, 'openAudit', 'OpenAuditInput', { batchId }, '... on AuditLot { id }');
    await submit(ann, await claim(ann, { batchId }), animal('cat'));
    await close(owner, batchId);
    const seat = await until(async () => {
      const next = await claim(auditor, { batchId, stage: 'AUDIT' });
      return next.__typename === 'Assignment' && next;
    });
    await judge(auditor, seat, 'ACCEPT');
    await until(async () => {
      const { auditLot } = await owner.run(`query ($id: ID!) { auditLot(id: $id) { state } }`, { id });
      return auditLot.state === 'JUDGED';
    });
  };

  /** Guidelines with questions, a course taken, a question asked and answered, in a project of their own. */
  const trained = async (by: Caller, teamId: string, ann: Caller, word: string): Promise<void> => {
    const projectId = await project(by, teamId, { name: `${word} training` });
    const quiz = {
      questions: [{ text: word, choices: [`${word} yes`, `${word} no`], right: [1], explanation: word }],
    };
    await by.run(`mutation ($projectId: ID!, $body: String!, $quiz: GuidelineQuizInput) { publishGuidelines(projectId: $projectId, body: $body, quiz: $quiz) { id } }`, { projectId, body: word, quiz }); // prettier-ignore
    await ann.run(`mutation ($projectId: ID!) { acknowledgeGuidelines(projectId: $projectId) { version } }`, { projectId }); // prettier-ignore
    const passed = { projectId, version: 1, answers: [{ question: 1, choices: [1] }] };
    expect(await ask(ann, 'answerQuiz', 'AnswerQuizInput', passed, '... on QuizAnswered { isPassed }')).toMatchObject({ isPassed: true }); // prettier-ignore
    const item = (kind: 'PRACTICE' | 'EXAM') => courseItem(kind, 'cat', { explanation: word, data: { fileName: word } }); // prettier-ignore
    const course = await createCourse(by, { projectId, name: `${word} course`, description: word, rules: { tells: 'ANSWERS' }, items: [item('PRACTICE'), item('EXAM')] }); // prettier-ignore
    await publishCourse(by, course.id);
    const { courseItemId } = await startPractice(ann, course.id);
    await connect(by, [projectId], {}, { name: `${word} training tool` });
    expect(await handOffTraining(ann, courseItemId)).toMatchObject({ courseItemId });
    await answerPractice(ann, courseItemId, animal('dog'));
    await takeExam(ann, course.id, () => animal('dog'));
    await by.run(`mutation ($courseId: ID!, $memberId: ID!, $reason: String!) { allowExam(courseId: $courseId, memberId: $memberId, reason: $reason) { __typename } }`, { courseId: course.id, memberId: ann.id, reason: word }); // prettier-ignore
    const { id } = await askQuestion(ann, { projectId, text: `${word}?` });
    await replyToQuestion(by, id, `${word}!`);
    await publishAnswer(by, { questionId: id });
    await ann.run(`mutation ($projectId: ID!) { lookAtGuidelineNotes(projectId: $projectId) { id } }`, { projectId });
  };

  /** An endpoint, and a message that has arrived there. */
  const endpointOf = async (by: Caller, projectId: string, word: string): Promise<void> => {
    const input = { url: `${receiver.url}/${word}`, description: word, types: ['ping', 'task.created'] };
    const { id } = await endpoint(by, { ...input, projectIds: [projectId] });
    await ping(by, id);
    await untilDeliveries(by, id, 'DELIVERED', 1);
  };

  const organizationIds = async (): Promise<string[]> => {
    await admin.query('BEGIN; SET LOCAL ROLE muster_system');
    const { rows } = await admin.query(`SELECT id FROM organization ORDER BY created_at`);
    await admin.query('COMMIT');
    return rows.map(({ id }) => id);
  };

  /** As Bootstrap does it, with somebody of every role, one of all roles, and a small project of its own. */
  const fillSecond = async (): Promise<Ids> => {
    const organizationId = randomUUID();
    const passwordHash = await hashPassword(password);
    const insertMember = (email: string, memberRoles: string[]) =>
      admin.query(
        `INSERT INTO member (id, organization_id, email, name, roles, password_hash) VALUES ($1, $2, $3, 'Other', $4, $5)`,
        [randomUUID(), organizationId, email, memberRoles, passwordHash],
      );
    await admin.query('BEGIN; SET LOCAL ROLE muster_system');
    await admin.query(`INSERT INTO organization (id, name) VALUES ($1, 'The other')`, [organizationId]);
    await insertMember('owner@other.example', ['OWNER']);
    await insertMember('all@other.example', [...roles]);
    await admin.query('COMMIT');
    otherOwner = await signIn(app.url, 'owner@other.example', password);
    const teamId = await team(app, 'Team', otherOwner);
    for (const role of roles) others.set(role, await person(app, [role], teamId, otherOwner));
    others.set('ALL', await signIn(app.url, 'all@other.example', password));
    const projectId = await project(otherOwner, teamId);
    const batchId = await batch(otherOwner, projectId);
    const items = [{ externalKey: 'a' }, { externalKey: 'b' }];
    const { importTasks } = await otherOwner.run(
      `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { ... on Import { id } } }`,
      { input: { batchId, items } },
    );
    expect(await importDone(otherOwner, importTasks.id)).toMatchObject({ created: 2 });
    await open(otherOwner, batchId);
    await endpointOf(otherOwner, projectId, 'other');
    await modelService(otherOwner, receiver.url);
    const tool = await connect(otherOwner, [projectId]);
    const { id } = await claim(others.get(Role.ANNOTATOR)!);
    await handOff(others.get(Role.ANNOTATOR)!, id);
    await post(app, tool.hookPath, signed(tool.secret, message('ping', id)));
    await trained(otherOwner, teamId, others.get(Role.ANNOTATOR)!, 'other');
    return idsOf(organizationId);
  };

  // Operations out of the schema.

  const kindOf = (operation: Field, arg: GraphQLArgument | GraphQLInputField): IdKind | undefined => {
    const kinds = Object.keys(prefixes) as IdKind[];
    const byName = (name: string) =>
      name === 'lot' ? 'auditLot' : kinds.find((kind) => name.toLowerCase().includes(kind.toLowerCase()));
    return arg.name === 'id' ? byName(operation.name) : byName(arg.name.replace(/Ids?$/, ''));
  };

  /** The ID arguments of an operation, inputs opened. */
  const idArguments = (operation: Field, args: readonly (GraphQLArgument | GraphQLInputField)[] = operation.args) => {
    const found: (GraphQLArgument | GraphQLInputField)[] = [];
    for (const arg of args) {
      const named = getNamedType(arg.type);
      if (named.name === 'ID') found.push(arg);
      else if (isInputObjectType(named)) found.push(...idArguments(operation, Object.values(named.getFields())));
    }
    return found;
  };

  const valueOf = (name: string, type: GraphQLInputType, id: (name: string) => string | undefined): unknown => {
    const bare = getNullableType(type);
    if (isListType(bare)) {
      const value = valueOf(name, bare.ofType, id);
      return value === undefined ? undefined : [value];
    }
    if (isEnumType(bare)) return bare.getValues()[0]!.name;
    if (isInputObjectType(bare))
      return Object.fromEntries(
        Object.values(bare.getFields()).map((field) => [field.name, valueOf(field.name, field.type, id)]),
      );
    const named = getNamedType(bare).name;
    if (named === 'ID') return id(name);
    // A roster is of a time, shifts are of days.
    const [today, later] = [new Date().toISOString(), new Date(Date.now() + 30 * 86_400_000).toISOString()];
    if (isNonNullType(type) && (name === 'from' || name === 'until'))
      return (name === 'from' ? today : later).slice(0, named === 'DateTime' ? undefined : 10);
    if (named === 'String' && ['date', 'start', 'end', 'toDate'].includes(name))
      return { date: today.slice(0, 10), start: '09:00', end: '17:00' }[name];
    const byName: Record<string, unknown> = {
      email: `${randomUUID()}@other.example`, password: 'x-password-of-nobody', current: 'x', next: 'x-password-of-nobody', token: held.token, roles: 'CLIENT', scopes: 'project:read',
      labelSchema: catOrDog, policy: {}, labels: [], items: { externalKey: randomUUID() }, fieldVisibility: {}, first: 50, externalKeys: 'a', timeZone: 'UTC', languages: 'en', url: undefined, after: undefined, types: 'ping', allFailed: undefined, from: undefined, to: undefined, firstDay: '2026-01-01', lastDay: '2026-12-31',
    }; // prettier-ignore
    if (name in byName) return byName[name];
    const byType: Record<string, unknown> = {
      Int: 1,
      Float: 1,
      Boolean: true,
      JSON: {},
      DateTime: '2035-01-01T00:00:00.000Z',
    };
    return byType[named] ?? `other ${randomUUID().slice(0, 8)}`;
  };

  /** All leaves, some levels deep; of `node`, the type that the id is of. */
  const selectionOf = (type: GraphQLOutputType, levels: number, kind?: IdKind): string => {
    const named = getNamedType(type);
    if (isLeafType(named)) return '';
    if (isUnionType(named) || isInterfaceType(named)) {
      const types = schema
        .getPossibleTypes(named)
        .filter((one) => !kind || one.name.toLowerCase() === kind.toLowerCase());
      return `{ __typename ${levels > 0 ? types.map((one) => `... on ${one.name} ${selectionOf(one, levels)}`).join(' ') : ''} }`;
    }
    const fields = 'getFields' in named ? (Object.values(named.getFields()) as Field[]) : [];
    const chosen = fields.filter((field) => field.name !== 'edges' && field.args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined)); // prettier-ignore
    const leaves = chosen.filter((field) => isLeafType(getNamedType(field.type))).map((field) => field.name);
    const deeper = levels > 0 ? chosen.filter((field) => !isLeafType(getNamedType(field.type))).map((field) => `${field.name} ${selectionOf(field.type, levels - 1)}`) : []; // prettier-ignore
    return `{ __typename ${[...leaves, ...deeper].join(' ')} }`;
  };

  const documentOf = (
    kind: 'query' | 'mutation',
    field: Field,
    levels: number,
    id: (name: string) => string | undefined,
  ) => {
    const list = (parts: string[]) => (parts.length > 0 ? `(${parts.join(', ')})` : '');
    const declared = list(field.args.map((arg) => `$${arg.name}: ${arg.type}`));
    const given = list(field.args.map((arg) => `${arg.name}: $${arg.name}`));
    return {
      query: `${kind} ${declared} { ${field.name}${given} ${selectionOf(field.type, levels, field.name === 'node' ? parseGlobalId(id('id')!)?.kind : undefined)} }`,
      // What a query can do without is left out: a filter would only hide rows.
      variables: Object.fromEntries(
        field.args
          .filter((arg) => kind === 'mutation' || isNonNullType(arg.type) || getNamedType(arg.type).name === 'ID')
          .map((arg) => [arg.name, valueOf(arg.name, arg.type, id)]),
      ),
    };
  };

  /** The most levels that validation lets through; fewer for large types. */
  const levelsOf = new Map<string, number>();
  const send = async (
    by: Caller,
    kind: 'query' | 'mutation',
    field: Field,
    id: (name: string) => string | undefined,
  ) => {
    for (let levels = levelsOf.get(field.name) ?? 4; ; levels -= 1) {
      const { query, variables } = documentOf(kind, field, levels, id);
      const answer = await by.send(query, variables);
      if (levels === 0 || !answer.errors?.some((error) => error.extensions.code === 'GRAPHQL_INVALID')) {
        levelsOf.set(field.name, levels);
        return answer;
      }
    }
  };

  const everyQuery = () => Object.values(schema.getQueryType()!.getFields()) as Field[];
  const everyMutation = () => Object.values(schema.getMutationType()!.getFields()) as Field[];

  /** For each query, the ids that it is worth asking with: those of its kind, or one of every kind. */
  const idsFor = (field: Field): string[] => {
    const args = idArguments(field);
    if (args.length === 0) return [''];
    return args.length === 1 && kindOf(field, args[0]!) && field.name !== 'node'
      ? first.byKind.get(kindOf(field, args[0]!)!)!
      : [...first.byKind.values()].flat();
  };

  it('the first has rows in every table, so that there is something to hide', async () => {
    const empty: string[] = [];
    for (const table of tables)
      if ((await asApp(first.organizationId, `SELECT FROM ${table} LIMIT 1`)).length === 0) empty.push(table);
    expect(empty).toEqual([]);
    console.log(`${tables.length} tables: ${tables.join(', ')}`);
  });

  it('the canary is really there: the owner of the first reads it by most queries', async () => {
    const reads: string[] = [];
    for (const field of everyQuery()) {
      for (const id of idsFor(field)) {
        const answer = await send(app.owner, 'query', field, () => id || undefined);
        const isInvalid = answer.errors?.some((error) => error.extensions.code === 'GRAPHQL_INVALID');
        expect([field.name, isInvalid ? answer.errors : undefined]).toEqual([field.name, undefined]);
        if (JSON.stringify(answer.data ?? '').includes(canary)) reads.push(field.name);
      }
    }
    console.log('the canary comes by', [...new Set(reads)].join(', '), 'at levels', Object.fromEntries(levelsOf));
    expect([...new Set(reads)]).toEqual(expect.arrayContaining(['node', 'projects', 'project', 'batch', 'batches', 'tasks', 'task', 'import', 'release', 'releases', 'teams', 'apiKeys', 'changeLog', 'auditLot', 'auditLots'])); // prettier-ignore
  });

  it('no query, with whatever ids of the first, tells it to anybody of the second', async () => {
    let asked = 0;
    const leaks: unknown[] = [];
    for (const [role, by] of others) {
      for (const field of everyQuery()) {
        for (const id of idsFor(field)) {
          const answer = await send(by, 'query', field, () => id || undefined);
          asked += 1;
          const text = JSON.stringify(answer);
          if (text.includes(canary) || text.includes('INTERNAL'))
            leaks.push({ role, query: field.name, id, text: text.slice(0, 500) });
        }
      }
    }
    expect(leaks).toEqual([]);
    console.log(`${asked} queries of ${others.size} people`);
  }, 240_000);

  it('no route gives its files away', async () => {
    for (const by of [...others.values(), otherOwner]) {
      const headers = { authorization: `Bearer ${by.token}` };
      expect([403, 404]).toContain((await fetch(app.url + releaseFile, { headers })).status);
      expect([403, 404]).toContain(
        (await fetch(`${app.url}/media/${first.byKind.get('media')![0]}`, { headers })).status,
      );
      const posted = await fetch(`${app.url}/media?projectId=${first.byKind.get('project')![0]}&name=other.png`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'image/png' },
        body: png,
      });
      expect([403, 404]).toContain(posted.status);
    }
    expect(
      (await fetch(app.url + releaseFile, { headers: { authorization: `Bearer ${app.owner.token}` } })).status,
    ).toBe(200);
    // A signed link opens its own picture only, until it expires, and not when a letter of it is changed.
    expect((await fetch(app.url + mediaPath)).status).toBe(200);
    for (const changed of [
      mediaPath.replace(/expires=\d/, 'expires=9'),
      mediaPath.replace(/scope=./, 'scope=x'),
      mediaPath.replace(/signature=.*/, 'signature=x'),
      mediaPath.replace(/\/med_\w+/, `/med_${'0'.repeat(32)}`),
    ])
      expect((await fetch(app.url + changed)).status).toBe(403);
  });

  /** Every row of an organization, without what the server itself moves on in the background. */
  const snapshot = async (organizationId: string): Promise<Record<string, string[]>> => {
    const all: Record<string, string[]> = {};
    for (const table of tables) {
      const rows = await asApp<{ row: string }>(
        organizationId,
        `SELECT (to_jsonb(t) - 'relayed_at' - 'last_used_at')::text AS row FROM ${table} t ORDER BY 1`,
      );
      all[table] = rows.map(({ row }) => row);
    }
    return all;
  };

  it('no mutation with ids of the first changes it, tells of it, or ties a row of the second to it', async () => {
    // What the job of the next minute would say is said now.
    await app.server.app.get(AlarmWatch, { strict: false }).look();
    let before = await snapshot(first.organizationId);
    // Jobs of the first may still be at work.
    before = await until(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const now = await snapshot(first.organizationId);
      const isQuiet = JSON.stringify(now) === JSON.stringify(before);
      before = now;
      return isQuiet && now;
    });
    const leaks: unknown[] = [];
    let asked = 0;
    for (const field of everyMutation()) {
      const args = idArguments(field);
      if (args.length === 0 || field.name === 'signOut') continue;
      // Each way to mix ids of both, at least one of the first; wherever a name says no kind, one of every kind.
      for (let mix = 1; mix < 2 ** args.length; mix += 1) {
        for (const by of [otherOwner, others.get('ALL')!]) {
          const id = (name: string) => {
            const at = args.findIndex((arg) => arg.name === name);
            const kind = kindOf(field, args[at]!);
            expect([field.name, name, kind]).toEqual([field.name, name, expect.any(String)]);
            return ((mix >> at) & 1 ? first : second).byKind.get(kind!)!.at(-1);
          };
          const answer = await send(by, 'mutation', field, id);
          asked += 1;
          const text = JSON.stringify(answer);
          const isInvalid = answer.errors?.some((error) => error.extensions.code === 'GRAPHQL_INVALID');
          if (text.includes(canary) || text.includes('INTERNAL') || isInvalid) leaks.push({ mutation: field.name, mix, by: by.email, text: text.slice(0, 800) }); // prettier-ignore
        }
      }
    }
    console.log(`${asked} mutations`);
    expect(leaks).toEqual([]);
    expect(await snapshot(first.organizationId)).toEqual(before);
    const theirs = Object.entries(await snapshot(second.organizationId));
    const uuids = [...first.byKind.values()].flat().map((id) => parseGlobalId(id)!.id);
    const tied = theirs.flatMap(([table, rows]) => rows.filter((row) => uuids.some((id) => row.includes(id))).map((row) => `${table} ${row}`)); // prettier-ignore
    expect(tied).toEqual([]);
  }, 120_000);

  it('of an address that both would like, the second learns nothing but that it is taken', async () => {
    const { inviteMember } = await otherOwner.run(
      `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { __typename ... on Problem { code message } } }`,
      { input: { email: manager.email, name: 'x', roles: ['CLIENT'] } },
    );
    expect(JSON.stringify(inviteMember)).not.toMatch(new RegExp(`${canary}|Person|PROJECT_MANAGER`));
  });

  describe('row-level security alone', () => {
    it('is on and forced for every table that belongs to an organization, and nobody may step around it', async () => {
      const { rows } = await admin.query(
        `SELECT relname FROM pg_class WHERE relname = ANY ($1) AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)`,
        [[...tables, 'organization']],
      );
      expect(rows).toEqual([]);
      const { rows: loose } = await admin.query(
        `SELECT rolname FROM pg_roles WHERE rolname LIKE 'muster%' AND (rolbypassrls OR rolsuper)`,
      );
      expect(loose).toEqual([]);
      const { rows: other } = await admin.query(
        `SELECT relname FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname <> ALL ($1) AND has_table_privilege('muster_app', c.oid, 'SELECT') ORDER BY 1`,
        [tables],
      );
      expect(other).toEqual([{ relname: 'organization' }]);
    });

    it('shows no row of the first to the second, and no row to a connection that says no organization', async () => {
      for (const table of tables) {
        const foreign = `SELECT FROM ${table} WHERE organization_id = $1`;
        expect([table, await stateOf(second.organizationId, foreign, [first.organizationId])]).toEqual([
          table,
          '0 rows',
        ]);
        expect([table, await stateOf(null, `SELECT FROM ${table}`)]).toEqual([table, '0 rows']);
        const seen = await asApp(second.organizationId, `SELECT DISTINCT organization_id AS id FROM ${table}`);
        expect([table, seen.filter(({ id }) => id !== second.organizationId)]).toEqual([table, []]);
      }
      expect(await asApp(second.organizationId, `SELECT id FROM organization`)).toEqual([
        { id: second.organizationId },
      ]);
      expect(await asApp(null, `SELECT id FROM organization`)).toEqual([]);
    });

    it('takes no row of the first from the second, and lets none be moved, changed or removed', async () => {
      for (const table of tables) {
        const [{ row }] = (await asApp(first.organizationId, `SELECT to_jsonb(t) AS row FROM ${table} t LIMIT 1`)) as [
          { row: object },
        ];
        const insert = `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`;
        for (const organizationId of [second.organizationId, null])
          // 23514: the trigger that knows an assignment's author looks first, and finds none here.
          expect([table, await stateOf(organizationId, insert, [row])]).toEqual([table, expect.stringMatching(table === 'assignment' ? /^(42501|23514)$/ : /^42501$/)]); // prettier-ignore
        const move = `UPDATE ${table} SET organization_id = '${first.organizationId}'`;
        const hasRows = (await asApp(second.organizationId, `SELECT FROM ${table} LIMIT 1`)).length > 0;
        expect([table, await stateOf(second.organizationId, move)]).toEqual([table, expect.stringMatching(hasRows ? /^42501$/ : /^(42501|0 rows)$/)]); // prettier-ignore
        const remove = `DELETE FROM ${table} WHERE organization_id = '${first.organizationId}' RETURNING 1`;
        expect([table, await stateOf(second.organizationId, remove)]).toEqual([table, expect.stringMatching(/^(42501|0 rows)$/)]); // prettier-ignore
        const change = `UPDATE ${table} SET organization_id = organization_id WHERE organization_id = '${first.organizationId}' RETURNING 1`;
        expect([table, await stateOf(second.organizationId, change)]).toEqual([table, expect.stringMatching(/^(42501|0 rows)$/)]); // prettier-ignore
      }
    });

    it('keeps the change log from being changed by anybody', async () => {
      for (const sql of [`UPDATE change_log SET action = 'x'`, `DELETE FROM change_log`]) {
        expect(await stateOf(first.organizationId, sql)).toBe('42501');
        await expect(admin.query(sql)).rejects.toMatchObject({ code: '23001' });
      }
    });
  });
});
