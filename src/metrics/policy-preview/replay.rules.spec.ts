import { describe, expect, it } from '@jest/globals';
import { randomOf } from '../../consensus/index.js';
import type { Label, LabelSchema } from '../../labels/index.js';
import { asPolicy, type PolicyInput } from '../../projects/index.js';
import { forecastOf } from './forecast.rules.js';
import { replayPolicy, type ReplayedTask } from './replay.rules.js';

const options = ['cat', 'dog', 'fox'];
const schema: LabelSchema = { classes: [], fields: [{ name: 'animal', kind: 'CHOICE', options, required: true }] };
const animal = (option: string): Label[] => [{ kind: 'CHOICE', field: 'animal', option }];

/** Five people of known accuracy on 300 tasks, of which every third has gold. */
function answered(accuracies = [0.95, 0.9, 0.9, 0.85, 0.6]): ReplayedTask[] {
  const random = randomOf(11);
  return Array.from({ length: 300 }, (_, task) => {
    const truth = options[random.integer(3)]!;
    const others = options.filter((option) => option !== truth);
    const answers = accuracies.map((accuracy, person) => ({
      id: `s${task}-${person}`,
      stage: 'ANNOTATE' as const,
      ordinal: person + 1,
      memberId: `m${person}`,
      labels: animal(random.next() < accuracy ? truth : others[random.integer(2)]!),
    }));
    return {
      externalKey: `item-${task}`,
      source: null,
      answers,
      certain: task % 3 ? null : { labels: animal(truth), isGold: true },
    };
  });
}
const forecast = (policy: PolicyInput, tasks = answered()) =>
  forecastOf(replayPolicy(tasks, schema, asPolicy(policy)), 1000, 0.01);

describe('a policy played on answers that are there', () => {
  it('of fixed overlap asks everybody, and the champion is right as often as the first person', () => {
    const { answersPerTask, settledAtOnce, right } = forecast({ overlap: 3, agreement: { threshold: 0 } });
    expect(answersPerTask).toEqual({ value: 3, low: 3, high: 3, n: 300 });
    expect(settledAtOnce.value).toBe(1);
    expect(right.n).toBe(100);
    expect(right.low! < 0.95 && 0.95 < right.high!).toBe(true);
  });

  it('that stops when sure asks less and is right more often than a vote of three', () => {
    const fixed = forecast({ overlap: 3, agreement: { threshold: 0 } });
    const sure = forecast({ overlap: 2, maximumOverlap: 5, consensus: { confidence: 0.95 } });
    expect(sure.answersPerTask.high).toBeLessThan(fixed.answersPerTask.value!);
    expect(sure.right.value).toBeGreaterThan(fixed.right.value!);
    expect(sure.open.answers.value).toBeCloseTo(sure.answersPerTask.value! * 1000, 9);
    expect(sure.open.hours.value).toBeCloseTo(sure.answersPerTask.value! * 10, 9);
    expect(sure.escalated.value! + sure.settledAtOnce.value!).toBeCloseTo(1, 9);
  });

  it('says where more answers are wanted than there are, and what is reviewed', () => {
    const two = answered().map((task) => ({ ...task, answers: task.answers.slice(0, 2) }));
    const wanting = forecast({ overlap: 3, agreement: { threshold: 0 } }, two);
    expect(wanting).toMatchObject({
      wantsMore: { value: 1 },
      answersPerTask: { value: 3 },
      right: { value: null, n: 0 },
    });
    const reviewed = forecast({ overlap: 2, agreement: { threshold: 0 }, review: [{ rate: 0.2, seed: 'x' }] });
    expect(reviewed.reviewed.low! < 0.2 && 0.2 < reviewed.reviewed.high!).toBe(true);
    expect(reviewed.open.judgements.value).toBeCloseTo(reviewed.reviewed.value! * 1000, 9);
  });

  it('without any answers has no figures, and says so', () => {
    expect(forecast({}, [])).toMatchObject({
      tasks: 0,
      answersPerTask: { value: null, n: 0 },
      open: { answers: { value: null } },
    });
  });
});
