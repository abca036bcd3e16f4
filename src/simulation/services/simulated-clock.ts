import type pg from 'pg';
import { Clock } from '../../platform/index.js';

/**
 * The time of a simulation, for TypeScript and for SQL. `muster_now()` of the simulation's own database reads it from a row, since a
 * setting would have to reach every open connection.
 */
export class SimulatedClock extends Clock {
  private owner: pg.Client | undefined;

  constructor(private at: Date) {
    super();
  }

  now(): Date {
    return new Date(this.at);
  }

  /** @param owner a connection of the owner of a database that nobody else uses, nor ever will */
  async take(owner: pg.Client): Promise<void> {
    await owner.query(`
      CREATE TABLE simulated_time (at timestamptz NOT NULL);
      GRANT SELECT ON simulated_time TO muster_app, muster_system;
      INSERT INTO simulated_time VALUES ('${this.at.toISOString()}');
      CREATE OR REPLACE FUNCTION muster_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT at FROM simulated_time $$;`);
    this.owner = owner;
  }

  /** Nothing may be under way. Time never goes back. */
  async moveTo(at: Date): Promise<void> {
    if (at <= this.at) return;
    this.at = at;
    await this.owner?.query(`UPDATE simulated_time SET at = $1`, [at]);
  }
}
