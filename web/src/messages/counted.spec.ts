import { describe, expect, it } from '@jest/globals';
import * as board from './board';
import * as connections from './connections';
import { counted } from './counted';
import * as courses from './courses';
import * as forecast from './forecast';
import * as frame from './frame';
import * as learning from './learning';
import * as lots from './lots';
import * as manage from './manage';
import * as organization from './organization';
import * as people from './people';
import * as person from './person';
import * as quality from './quality';
import * as questions from './questions';
import * as roster from './roster';
import * as setup from './setup';
import * as time from './time';
import * as webhooks from './webhooks';
import * as work from './work';

const all = { board, connections, courses, forecast, frame, learning, lots, manage, organization, people, person, quality, questions, roster, setup, time, webhooks, work }; // prettier-ignore

/** Every sentence that is made of something, made of ones (and of thousandths, which shares of 1,000 tasks turn into ones). */
function sentencesOf(place: string, words: unknown, share: number): [string, string][] {
  if (typeof words === 'function')
    return [[place, String(words(...Array.from({ length: words.length }, () => share)))]];
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([name, inside]) => sentencesOf(`${place}.${name}`, inside, share));
}

const several =
  /(?<![\d,.])1 ([a-z]+ )?(answers|judgements|tasks|people|hours|days|minutes|seconds|times|items|rows|pieces|seats|reviews|sessions|messages|failures|projects|labels|files|pictures|shapes|leases|more are|more people|are known)\b/;

describe('a count in a sentence of the console', () => {
  it.each([
    [0, '0 tasks'],
    [1, '1 task'],
    [2, '2 tasks'],
    [1000, '1,000 tasks'],
  ])('of %s is “%s”', (count, said) => expect(counted(count, 'task')).toBe(said));

  it('of one has no plural, in any sentence that there is', () => {
    const said = [1, 0.001].flatMap((share) => sentencesOf('messages', all, share));
    expect(said.length).toBeGreaterThan(200);
    expect(said.filter(([, sentence]) => several.test(sentence))).toEqual([]);
  });

  it('says of a forecast what is left, and nothing of which there is none', () => {
    const { left, basis } = forecast.forecast;
    expect(left(1200, 4, 80)).toBe('Left are about 1,200 answers and 4 judgements: 80 hours of presence.');
    expect(left(1, 0, 1)).toBe('Left is about 1 answer: 1 hour of presence.');
    expect(left(0, 3, 0)).toBe('Left are about 3 judgements: no presence.');
    expect(left(0, 0, 0)).toBe('Hardly anything is left: no presence.');
    expect(basis(1, 1, 1)).toBe('From 1 answer or judgement of 1 person in the last day.');
    expect(basis(7, 2, 3)).toBe('From 7 answers and judgements of 2 people in the last 3 days.');
  });
});
