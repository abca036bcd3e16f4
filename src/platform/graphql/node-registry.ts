import { Injectable } from '@nestjs/common';
import type { IdKind } from '../ids.js';

type Finder<Caller> = (caller: Caller, id: string) => Promise<object | null>;

/** Features say how a node of their kind is found (for its caller); `node(id:)` asks here. */
@Injectable()
export class NodeRegistry<Caller = never> {
  private readonly finders = new Map<IdKind, Finder<Caller>>();

  register(kind: IdKind, finder: Finder<Caller>): void {
    this.finders.set(kind, finder);
  }

  finder(kind: IdKind): Finder<Caller> | undefined {
    return this.finders.get(kind);
  }
}
