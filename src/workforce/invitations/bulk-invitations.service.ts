import { Injectable } from '@nestjs/common';
import { type Actor, emailTaken, type Invited, Inviting, type InvitingOutcome, onlyOwner, reachOf } from '../../identity/index.js'; // prettier-ignore
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { type RefusedLine, UnreadableFile } from '../csv-lines.rules.js';
import { SkillsService } from '../skills/skills.service.js';
import { TeamsStore } from '../teams.store.js';
import { type RawInvitation, readCsv, readLines, type WantedInvitation } from './invitation-lines.rules.js';
import { InvitationPlansStore } from './invitation-plans.store.js';

export const invitationOutcomes = ['INVITED', 'ALREADY_INVITED', 'ALREADY_MEMBER', 'REFUSED'] as const;
export type InvitationOutcome = (typeof invitationOutcomes)[number];

export interface InvitedLine {
  line: number;
  email: string;
  outcome: InvitationOutcome;
  message: string | null;
  invitation: Invited['invitation'] | null;
  token: string | null;
}

/** A line, and of a new invitation what its token is made from: answers are kept for repeats, tokens never. */
type LineWithSeed = Omit<InvitedLine, 'token'> & { seed: Uint8Array | null };

/** Names of this organization, with their ids. */
interface Known {
  teams: Map<string, string>;
  skills: Map<string, string>;
}

/** Many people at once: each line for itself, accepted or refused, and the same list again changes nothing. */
@Injectable()
export class BulkInvitations {
  constructor(
    private readonly database: Database,
    private readonly inviting: Inviting,
    private readonly teams: TeamsStore,
    private readonly skills: SkillsService,
    private readonly plans: InvitationPlansStore,
  ) {}

  async invite(actor: Actor, given: string | RawInvitation[]): Promise<InvitedLine[]> {
    const { rows, refused } = typeof given === 'string' ? fileOf(given) : { rows: given, refused: [] };
    const looked = readLines(rows);
    const lines = await this.database.transact(actor, async (tx) => {
      const known = await this.knownOf(tx, looked.wanted);
      const unfit = looked.wanted.flatMap((wanted) => faultOf(wanted, known, actor));
      const fit = looked.wanted.filter(({ line }) => !unfit.some((one) => one.line === line));
      const outcomes = await this.inviting.inviteAll(tx, actor, fit);
      const told: LineWithSeed[] = [...refused, ...looked.refused, ...unfit].map(toRefused);
      for (const [index, wanted] of fit.entries()) {
        const outcome = outcomes[index]!;
        if (outcome.outcome === 'INVITED') await this.plan(tx, actor, wanted, known, outcome);
        told.push(lineOf(wanted, outcome));
      }
      return told.sort((a, b) => a.line - b.line);
    });
    return lines.map(({ seed, ...line }) => ({ ...line, token: seed && this.inviting.tokenOf(seed) }));
  }

  private async knownOf(tx: Tx, wanted: WantedInvitation[]): Promise<Known> {
    const teams = [...new Set(wanted.flatMap(({ team }) => team ?? []))];
    const skills = [...new Set(wanted.flatMap((one) => one.skills.map(({ name }) => name)))];
    return { teams: await this.teams.named(tx, teams), skills: await this.skills.named(tx, skills) };
  }

  private async plan(
    tx: Tx,
    actor: Actor,
    { team, isLead, skills }: WantedInvitation,
    known: Known,
    { invitation }: Invited,
  ): Promise<void> {
    if (!team && skills.length === 0) return;
    await this.plans.insert(tx, {
      invitationId: invitation.id,
      teamId: team && known.teams.get(team)!,
      isLead,
      skills: skills.map(({ name, level }) => ({ skillId: known.skills.get(name)!, level })),
      plannedBy: actor.memberId,
    });
  }
}

function fileOf(csv: string) {
  try {
    return readCsv(csv);
  } catch (error) {
    if (error instanceof UnreadableFile) throw ClientFault.invalid('input.csv', error.message);
    throw error;
  }
}

/** What the organization lacks, or the inviter may not do, of what a line asks for. */
function faultOf({ line, email, team, skills }: WantedInvitation, known: Known, actor: Actor): RefusedLine[] {
  const faults: string[] = [];
  if (team && !known.teams.has(team)) faults.push(`There is no team “${team.slice(0, 80)}”.`);
  for (const { name } of skills)
    if (!known.skills.has(name)) faults.push(`There is no skill “${name.slice(0, 80)}”; createSkill makes one.`);
  if (team && reachOf(actor, 'team:manage') !== 'ANY') faults.push('You may not put people into teams (team:manage).');
  if (skills.length > 0 && reachOf(actor, 'skill:grant') !== 'ANY') faults.push('You may not grant skills (skill:grant).'); // prettier-ignore
  return faults.length > 0 ? [{ line, email, message: faults.join(' ') }] : [];
}

const toRefused = ({ line, email, message }: RefusedLine): LineWithSeed => ({
  line,
  email,
  outcome: 'REFUSED',
  message,
  invitation: null,
  seed: null,
});

function lineOf({ line, email }: WantedInvitation, answer: InvitingOutcome): LineWithSeed {
  const told = { line, email, invitation: null, seed: null };
  switch (answer.outcome) {
    case 'INVITED':
      return { ...told, outcome: 'INVITED', message: null, invitation: answer.invitation, seed: answer.seed };
    case 'ALREADY_INVITED':
      return { ...told, outcome: 'ALREADY_INVITED', message: 'The invitation of before still holds; nothing changed.', invitation: answer.invitation }; // prettier-ignore
    case 'ALREADY_MEMBER':
      return { ...told, outcome: 'ALREADY_MEMBER', message: 'This person has joined; nothing changed.' };
    case 'EMAIL_TAKEN':
      return toRefused({ line, email, message: emailTaken().message });
    case 'ONLY_OWNER':
      return toRefused({ line, email, message: onlyOwner().message });
  }
}
