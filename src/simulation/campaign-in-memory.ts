import { randomOf, type Random, type StopRule } from '../consensus/index.js';
import { chooseGold, type GoldCandidate } from '../quality/index.js';
import { CampaignPerson, type TrustPolicy } from './campaign-person.js';
import { Labelling, type OpenTask, type SettledTask } from './labelling.js';
import { answerOf, defaultPopulation, virtualPeople } from './virtual-people.js';

export interface CampaignPolicy extends TrustPolicy {
  /** Tasks that each person answers, gold included, unless they are paused. */
  answersEach: number;
  overlap: StopRule;
  /** Of evidence that the others gave; gold has 1. */
  consensusWeight: number;
  goldTasks: number;
  /** Nobody is shown a gold task that was shown so often. */
  exposureCap: number;
  coolDownHours: number;
}

/** As `muster simulate` and the defaults of a project have it: docs/simulation.md. */
export const defaultCampaign: CampaignPolicy = {
  answersEach: 600,
  halfLifeDays: 60,
  goldRates: { start: 0.2, floor: 0.02 },
  bar: 0.8,
  lookEvery: 20,
  consensusWeight: 0.3,
  overlap: { minimum: 1, maximum: 5, confidence: 0.9 },
  goldTasks: 160,
  exposureCap: 100,
  coolDownHours: 0,
};

/** How common the classes are among the tasks; gold has as many of each. */
const CLASS_SHARES = [0.4, 0.3, 0.2, 0.1];
const START = Date.parse('2026-01-05T08:00:00Z');
const DAY = 86_400_000;

export interface CampaignResult {
  people: CampaignPerson[];
  settled: SettledTask[];
  /** Of all kinds: gold, settled tasks, tasks still open. */
  labels: number;
  goldLabels: number;
  end: Date;
}

interface Gold extends GoldCandidate {
  truth: number;
}

/**
 * A campaign with the rules that the server runs on, and nothing else of it: people answer in the order of their clocks; what
 * each gets next is gold by `goldRate` and `chooseGold`, else the oldest task that needs one more answer, else a new
 * task. A pause is final, a task is settled by `overlapDecision`, and how people err is learnt from gold alone. The same
 * result for the same seed.
 */
export function campaignInMemory(
  seed: number,
  policy: CampaignPolicy = defaultCampaign,
  population = defaultPopulation,
): CampaignResult {
  const random = randomOf(seed * 2 + 1_000_000_007);
  const people = virtualPeople(seed, population).map((virtual) => new CampaignPerson(virtual, policy));
  const labelling = new Labelling(people.length, population.classes, policy.overlap);
  const gold = goldTasks(policy.goldTasks, population.classes);
  const waiting: OpenTask[] = [];
  const settled: SettledTask[] = [];
  let labels = 0;
  let end = new Date(START);

  for (const { person, at } of turns(people, policy.answersEach, random)) {
    const one = people[person]!;
    const { virtual } = one;
    if (virtual.breaks && one.answered === virtual.breaks.after) one.brokeAt = at;
    labels += 1;
    end = at;
    const task = random.next() < one.goldRate() ? goldFor(one, gold, at, policy, random) : null;
    if (task) {
      const { truth } = task;
      const label = answerOf(virtual, truth, one.answered++, random);
      showGold(one, task, at);
      labelling.learnGold(person, truth, label);
      one.learnGold({ source: 'GOLD', class: task.classes[0]!, isRight: label === truth, weight: 1, at });
      continue;
    }
    const open = takeWaiting(waiting, person) ?? { truth: classDrawn(random), answers: [] };
    open.answers.push({ person, label: answerOf(virtual, open.truth, one.answered++, random), at });
    const label = labelling.settle(open);
    if (label === null) {
      waiting.push(open);
      continue;
    }
    settled.push({ ...open, label });
    // A result of one answer says nothing of it.
    if (open.answers.length < 2) continue;
    for (const answer of open.answers) {
      const isRight = answer.label === label;
      const evidence = { source: 'CONSENSUS' as const, isRight, weight: policy.consensusWeight, at: answer.at };
      people[answer.person]!.learnConsensus(evidence, at);
    }
  }
  const goldLabels = people.reduce((sum, { gold }) => sum + gold.length, 0);
  return { people, settled, labels, goldLabels, end };
}

/** Who answers next, and when: whoever's clock is first, until all are paused or through. */
export function* turns(
  people: readonly Pick<CampaignPerson, 'virtual' | 'isPaused' | 'answered'>[],
  answersEach: number,
  random: Random,
): Generator<{ person: number; at: Date }> {
  const next = people.map(({ virtual }) => working(virtual.isAway, random.next()));
  for (;;) {
    let person = -1;
    for (let other = 0; other < people.length; other += 1) {
      if (people[other]!.isPaused || people[other]!.answered >= answersEach) continue;
      if (person < 0 || next[other]! < next[person]!) person = other;
    }
    if (person < 0) return;
    yield { person, at: new Date(START + next[person]! * DAY) };
    const { answersPerDay, isAway } = people[person]!.virtual;
    // Half to one and a half times the mean.
    next[person] = working(isAway, next[person]! + (0.5 + random.next()) / answersPerDay);
  }
}

/** That day, or the next on which they work. */
function working(isAway: (day: number) => boolean, day: number): number {
  while (isAway(Math.floor(day))) day += 1;
  return day;
}

export function classDrawn(random: Random): number {
  let left = random.next();
  return Math.max(
    0,
    CLASS_SHARES.findIndex((share) => (left -= share) < 0),
  );
}

function goldTasks(count: number, classes: number): Gold[] {
  return Array.from({ length: count }, (_, place) => ({
    id: `gold-${place}`,
    truth: place % classes,
    classes: [`class-${place % classes}`],
    exposures: 0,
    lastShownAt: null,
    wasSeen: false,
  }));
}

function goldFor(one: CampaignPerson, gold: Gold[], now: Date, policy: CampaignPolicy, random: Random): Gold | null {
  for (const task of gold) task.wasSeen = one.seenGold.has(task.id);
  return chooseGold(gold, random.next(), { ...policy, now, seenByClass: one.seenByClass });
}

function showGold(one: CampaignPerson, task: Gold, at: Date): void {
  task.exposures += 1;
  task.lastShownAt = at;
  one.seenGold.add(task.id);
  const [name] = task.classes;
  one.seenByClass.set(name!, (one.seenByClass.get(name!) ?? 0) + 1);
}

/** The oldest task that waits for one more answer and was not answered by this person. */
function takeWaiting(waiting: OpenTask[], person: number): OpenTask | null {
  const place = waiting.findIndex(({ answers }) => answers.every((answer) => answer.person !== person));
  return place < 0 ? null : waiting.splice(place, 1)[0]!;
}
