import { describe, expect, it } from '@jest/globals';
import { campaignInMemory, defaultCampaign } from './campaign-in-memory.js';
import { defaultPopulation } from './virtual-people.js';

const policy = { ...defaultCampaign, answersEach: 90 };
const population = { ...defaultPopulation, people: 12, spammers: 1 / 12, breakBetween: [30, 60] as [number, number] };
const campaign = (seed: number) => campaignInMemory(seed, policy, population);

describe('a campaign in memory', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(JSON.stringify(campaign(3))).toBe(JSON.stringify(campaign(3)));
    expect(campaign(4).settled).not.toEqual(campaign(3).settled);
  });

  it('asks nobody twice, nobody too much, and nobody after a pause', () => {
    const { people, settled, labels, goldLabels } = campaign(3);
    for (const { answers } of settled) {
      expect(new Set(answers.map(({ person }) => person)).size).toBe(answers.length);
      expect(answers.length).toBeLessThanOrEqual(policy.overlap.maximum);
    }
    expect(people.reduce((sum, { answered }) => sum + answered, 0)).toBe(labels);
    expect(people.reduce((sum, { seenGold }) => sum + seenGold.size, 0)).toBe(goldLabels);
    for (const { isPaused, answered } of people) if (!isPaused) expect(answered).toBe(policy.answersEach);
    const [spammer] = people.filter(({ virtual }) => virtual.kind === 'SPAMMER');
    expect(spammer).toMatchObject({ isPaused: true, wasWarned: true });
    expect(spammer!.answered).toBeLessThan(policy.answersEach);
  });

  it('knows of whom much is known: less gold for them', () => {
    const { people } = campaign(3);
    const steady = people.filter(({ virtual }) => virtual.kind === 'STEADY');
    for (const one of steady) expect(one.goldRate()).toBeLessThan(policy.goldRates.start);
  });

  it('judges only answers that others gave as well, besides gold', () => {
    const { people, settled } = campaign(3);
    const judged = people.flatMap(({ evidence }) => evidence).filter(({ source }) => source === 'CONSENSUS');
    const withOthers = settled.filter(({ answers }) => answers.length > 1).flatMap(({ answers }) => answers);
    expect(judged).toHaveLength(withOthers.length);
    expect(judged.every(({ weight }) => weight === policy.consensusWeight)).toBe(true);
  });
});
