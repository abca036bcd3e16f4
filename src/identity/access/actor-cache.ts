import { Injectable } from '@nestjs/common';
import type { Actor } from './actor.js';

/** How long another process may still honour what was ended or changed here. */
const staleMilliseconds = 5000;
const capacity = 10_000;

/**
 * Who was behind a token a moment ago. Ages by the process's own clock, not by a simulation's: it is about how stale a
 * copy is. What this process ends or changes is forgotten at once.
 */
@Injectable()
export class ActorCache {
  private readonly entries = new Map<string, { actor: Actor; until: number }>();

  get(tokenHash: string): Actor | undefined {
    const entry = this.entries.get(tokenHash);
    if (!entry) return undefined;
    if (entry.until > performance.now()) return entry.actor;
    this.entries.delete(tokenHash);
    return undefined;
  }

  /** @param lifeMilliseconds how long the session or key itself still lives */
  set(tokenHash: string, actor: Actor, lifeMilliseconds: number): void {
    if (lifeMilliseconds <= 0) return;
    if (this.entries.size >= capacity) this.entries.delete(this.entries.keys().next().value!);
    this.entries.delete(tokenHash); // to the end of the line again
    this.entries.set(tokenHash, { actor, until: performance.now() + Math.min(staleMilliseconds, lifeMilliseconds) });
  }

  forgetMember(memberId: string): void {
    this.forget((actor) => actor.memberId === memberId);
  }

  forgetSession(sessionId: string): void {
    this.forget((actor) => actor.sessionId === sessionId);
  }

  forgetKey(apiKeyId: string): void {
    this.forget((actor) => actor.apiKeyId === apiKeyId);
  }

  private forget(isMeant: (actor: Actor) => boolean): void {
    for (const [tokenHash, { actor }] of this.entries) if (isMeant(actor)) this.entries.delete(tokenHash);
  }
}
