/** The campaign of docs/simulation.md at full size: 200 people, 50,000 tasks, through the real services. */
import { toldSimulation } from '../dist/src/simulation/command/simulate.text.js';
import { simulate } from '../dist/src/simulation/services/simulate.js';

export const about = 'virtual people work a campaign through the real services: 200 people, 50,000 tasks';

export async function run({ say, options }) {
  const { people = 200, tasks = 50_000, seed = 1 } = options;
  const figures = await simulate({
    people: Number(people),
    tasks: Number(tasks),
    seed: Number(seed),
    overlap: 1,
    maximumOverlap: 5,
    atOnce: 8,
    tell: say,
  });
  say(toldSimulation(figures));
  const faults = faultsOf(figures);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const { trust, ...summary } = figures;
  return summary;
}

/** What may not be, whoever the seed lets work. */
function faultsOf({ tasks, settled, overCollected, queueDifferences }) {
  return [
    settled < tasks && `${tasks - settled} tasks are not settled`,
    overCollected > 0 && `${overCollected} answers beyond what was asked for`,
    queueDifferences > 0 && `${queueDifferences} differences between queue and law`,
  ].filter(Boolean);
}
