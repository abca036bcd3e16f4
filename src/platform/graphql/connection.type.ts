import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ClientFault } from '../fault.js';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50, description: 'How many, at most 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first: number = 50;

  @Field(() => String, { nullable: true, description: 'The endCursor of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  after?: string;
}

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

export interface Page<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: PageInfo;
  totalCount: number;
}

/** A Relay connection over a node type: `ProjectConnection { edges nodes pageInfo totalCount }`. */
export function connectionOf<Node>(node: Type<Node>): Type<Page<Node>> {
  @ObjectType(`${node.name}Edge`)
  class Edge {
    @Field(() => String)
    cursor!: string;

    @Field(() => node)
    node!: Node;
  }

  @ObjectType(`${node.name}Connection`)
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => [node], { description: 'The nodes of the edges, for callers that need no cursors.' })
    nodes!: Node[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many there are without paging.' })
    totalCount!: number;
  }
  return Connection as Type<Page<Node>>;
}

export const encodeCursor = (id: string): string => Buffer.from(`1:${id}`).toString('base64url');

/** @throws ClientFault VALIDATION_FAILED at `after` when the cursor is not one of ours. */
export function decodeCursor(cursor: string | undefined): string | null {
  if (cursor === undefined || cursor === null) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^1:[0-9a-f-]{36}$/.test(text)) throw ClientFault.invalid('after', 'is not a cursor of this list');
  return text.slice(2);
}

/**
 * Rows come ordered by id with one more than asked for, so that the page knows whether it is the last.
 * @param rows up to `first + 1` rows
 */
export function pageOf<Row extends { id: string }, Node>(
  rows: Row[],
  first: number,
  totalCount: number,
  toNode: (row: Row) => Node,
): Page<Node> {
  const edges = rows.slice(0, first).map((row) => ({ cursor: encodeCursor(row.id), node: toNode(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount,
  };
}
