import type { ItemSize, Label, LabelSchema } from '../labels/index.js';

export const connectionKinds = ['GENERIC', 'LABEL_STUDIO', 'CVAT', 'DARWIN'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

/** One message of a tool as it came. Names of headers are in lower case. */
export interface InboundRequest {
  body: Buffer;
  headers: Record<string, string | undefined>;
}

/** The secrets of a connection, opened. During a rotation both signing secrets hold. */
export interface ConnectionSecrets {
  /** what signs or accompanies the tool's messages; the newest first */
  signing: readonly string[];
  /** what Muster shows to the tool's API */
  api?: string;
}

export type Verified = { ok: true } | { ok: false; reason: string };

/** In the tool's own terms: the later moment is newer; at the same moment the greater tie. */
export interface ToolVersion {
  /** milliseconds since 1970 by the tool's clock */
  at: number;
  tie: string;
}

export interface ToolAnswer {
  state: 'SUBMITTED';
  /** null: the message carries no labels, they are read from the tool with `fetch` */
  labels: Label[] | null;
  /** what the tool holds that Muster's label model has no word for, a sentence each */
  leftOut: readonly string[];
}

/**
 * What the tool says of one piece of work on one item. Reports are joined, not applied one by one: of each part the newest
 * version holds, and a deletion holds for ever. So neither order nor repetition of messages changes what is known.
 */
export interface ToolReport {
  /** the tool's id of the item that Muster placed there; '' where the tool names the part only, which is one item's alone */
  item: string;
  /** which of several annotations of the item; '' where the tool keeps one */
  part: string;
  /** null: the tool gave no order; what it says is a hint to read the item again */
  version: ToolVersion | null;
  state: ToolAnswer | { state: 'OPEN' | 'STARTED' | 'DELETED' } | { state: 'SKIPPED'; reason: string };
  /** who did it, by the tool's own name */
  user: string | null;
  /** the tool's own measure of the time spent */
  seconds: number | null;
}

/** News that moves nothing but is kept and shown: a comment, a review made in the tool, an event without meaning for Muster. */
export interface ToolRemark {
  item: string | null;
  event: string;
  isKnown: boolean;
  text: string | null;
}

export interface ParsedMessage {
  reports: ToolReport[];
  remarks: ToolRemark[];
}

/** One person's work as the tool needs it: never more than the person may see. */
export interface WorkItem {
  /** `asg_…`: the only id of Muster that a tool learns */
  assignmentId: string;
  stage: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  /** absolute, signed, expires with the lease */
  mediaUrl: string | null;
  size: ItemSize | null;
  labelSchema: LabelSchema;
  /** what to start from: a pre-label, or the labels that rework or a review is about */
  startFrom: Label[] | null;
  /** which model made the pre-label, when it is known */
  model: string | null;
  /** the person's name in the tool, when the connection knows it */
  toolUser: string | null;
}

/** Where a tool's API is, and how Muster shows its secret there. */
export interface ToolAddress {
  /** paths of calls are put behind it */
  url: string;
  headers: Record<string, string>;
}

/** Calls to the tool's API, with its address and credentials filled in. */
export interface ToolApi {
  /**
   * @param signedAs the body is signed with the connection's secrets (Standard Webhooks), as the message of this id
   * @throws ToolUnreachable, or ToolRefused with the status and the tool's sentence, without secrets
   */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    signedAs?: string,
  ): Promise<unknown>;
}

export interface SendBack {
  reason: string;
  errors: readonly { code: string; class?: string; severity: string }[];
  /** where in the picture, when that is known */
  at?: { x: number; y: number; width: number; height: number };
  /** the answer was not taken at all; without it a reviewer rejected one that was */
  refusal?: RefusedAnswer;
}

/** Why an answer of a tool does not count. */
export interface RefusedAnswer {
  /** the same for the same answer, however often it is told */
  id: string;
  /** ISO 8601 */
  at: string;
  code: string;
  sentence: string;
  /** of labels that do not fit */
  fields: readonly { path: string; message: string }[];
  /** the person holds the work still and may answer again; otherwise nothing moves in the tool */
  isHeld: boolean;
}

/** What each tool is asked at expiry: is the work that it holds done? */
export type Probe = 'DONE' | 'OPEN' | 'GONE';

/**
 * What Muster must know of an annotation tool: one object a tool, without state. `verify`, `deliveryKey` and `parse` are pure;
 * the others speak to the tool. `Settings` is what the connection's owner says of the tool, without secrets.
 */
export interface Connector<Settings = unknown> {
  readonly kind: ConnectionKind;
  /** Faults by path, in sentences; an empty list: these are settings of this tool. */
  faultsOfSettings(settings: unknown): { path: string; message: string }[];
  /** Null: with these settings the tool cannot be asked anything, it only tells. */
  addressOf(settings: Settings, key: string | undefined): ToolAddress | null;
  /** Over the raw bytes, in constant time. */
  verify(request: InboundRequest, secrets: ConnectionSecrets, settings: Settings, now: Date): Verified;
  /** The same for the same message sent again: the tool's own id, or a hash of what identifies it. */
  deliveryKey(request: InboundRequest): string;
  /** Never throws on what a tool may send: what has no meaning becomes a remark. */
  parse(body: unknown, settings: Settings, context: ParseContext): ParsedMessage;
  /** Where the person does the work. Null: the tool has no such address. */
  workUrl(settings: Settings, item: string, handOff: HandOff): string | null;
  /** Puts one person's work into the tool, with what to start from; answers the tool's id of it. Asked again it answers the same. */
  pushTask(api: ToolApi, settings: Settings, work: WorkItem): Promise<string>;
  /** Gives labels to an item that is in the tool already. */
  pushPreannotations(api: ToolApi, settings: Settings, item: string, work: WorkItem): Promise<void>;
  /**
   * What the tool says of an item now, a report for each of its parts: whatever part is missing was deleted. An item without any
   * answer is one report that is OPEN; an empty list: the tool has no such item (any more), which takes no answer back.
   */
  fetchAnnotations(api: ToolApi, settings: Settings, item: string, context: ParseContext): Promise<ToolReport[]>;
  /** Ids of items that changed since, in pages; more than changed is allowed, fewer is not. */
  changedSince(api: ToolApi, settings: Settings, since: Date): AsyncIterable<string[]>;
  /** Tells the tool that the work comes back to the person, and why; or why an answer was not taken. */
  sendBack(api: ToolApi, settings: Settings, item: string, told: SendBack): Promise<void>;
  probe(api: ToolApi, settings: Settings, item: string): Promise<Probe>;
}

/** What a tool's coordinates and names are translated with. */
export interface ParseContext {
  /** of the item, as far as it is known: tools that speak in percent need it */
  sizeOf(item: string): ItemSize | null;
  labelSchema: LabelSchema;
}

/** How the person gets there and back without an account of the tool. */
export interface HandOff {
  /** signed, expires with the lease; for `GET /hand-off` */
  token: string;
  assignmentId: string;
  /** where the tool sends the person when they are done */
  returnUrl: string;
}
