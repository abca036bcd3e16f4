/*
 * People who work without a pause: each does one cycle after the other. The window opens once everybody has finished a
 * first cycle and closes while all are still at work, so that neither side's slow cycles are cut off at the edges.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { round, summaryOf } from './measure.mjs';

const patience = 100; // milliseconds before somebody who got nothing asks again

/**
 * @param people anything; `cycle(person)` answers { name: milliseconds } of the requests it made, or null when the
 *   person got no work; it throws when something is wrong
 * @param seconds the window; it ends earlier after `most` cycles
 * @param meter a cpuMeter
 * @returns { perSecond, cycles, seconds, answered, empty, latency: { cycle, … }, cpu }; `answered` counts every cycle,
 *   also those outside the window
 */
export async function workFor({ people, cycle, seconds, most = Infinity, meter }) {
  const warm = new Set();
  const took = {};
  let isCounting = false;
  let isOver = false;
  let cycles = 0;
  let answered = 0;
  let empty = 0;
  let until = 0;
  let everybodyWarm;
  let enough;
  const warmed = new Promise((resolve) => (everybodyWarm = resolve));
  const full = new Promise((resolve) => (enough = resolve));

  const work = async (person) => {
    while (!isOver) {
      const began = performance.now();
      const parts = await cycle(person);
      if (!parts) {
        if (isCounting) empty += 1;
        await sleep(patience);
        continue;
      }
      answered += 1;
      warm.add(person);
      if (warm.size === people.length) everybodyWarm();
      if (!isCounting) continue;
      const now = performance.now();
      cycles += 1;
      for (const [name, milliseconds] of Object.entries({ cycle: now - began, ...parts }))
        (took[name] ??= []).push(milliseconds);
      if (cycles < most) continue;
      isCounting = false;
      until = now;
      enough();
    }
  };
  const atWork = Promise.all(people.map(work)).finally(() => (isOver = true));
  const close = async () => {
    isOver = true;
    await atWork;
  };
  try {
    await Promise.race([warmed, atWork]);
    await meter.start();
    const from = performance.now();
    isCounting = true;
    await Promise.race([sleep(seconds * 1000), full, atWork]);
    if (isCounting) until = performance.now();
    isCounting = false;
    const cpu = await meter.stop();
    await close();
    const elapsed = (until - from) / 1000;
    const latency = Object.fromEntries(Object.entries(took).map(([name, values]) => [name, summaryOf(values)]));
    return { perSecond: round(cycles / elapsed), cycles, seconds: round(elapsed), answered, empty, latency, cpu };
  } catch (error) {
    isOver = true;
    throw error;
  }
}
