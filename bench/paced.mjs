/*
 * How long does a claim take when people come at a given rate, whatever the server does? An open loop: arrival n is due
 * at n / rate seconds, and its latency counts from then, waiting for a free person included. (A closed loop would ask
 * less often just when the server is slow, and never see it: coordinated omission.)
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openApiProcesses } from './api-processes.mjs';
import { keepFolding } from './claimers.mjs';
import * as make from './fixtures/queue.mjs';
import { cpuMeter, round, summaryOf } from './measure.mjs';
import { peopleOverHttp, workFor } from './people.mjs';

/** More people than requests in flight, so that an arrival rarely waits for one of them. */
const peopleCount = 256;
const processes = 2;
const connections = 18;
/** Behind the schedule by this much the server does not carry the rate, and a longer wait tells nothing more. */
const patienceSeconds = 10;

/**
 * Over HTTP and GraphQL, on a queue that is already there: the answer to what one holds and the claim of the next in
 * one request.
 */
export async function measurePaced({ server, say, url, owner, organizationId, teamId, rate, seconds }) {
  const memberIds = await make.createPeople(owner, { organizationId, teamId, count: peopleCount });
  const tokens = await make.createSessions(owner, { organizationId, memberIds });
  const stopFolding = await keepFolding(url);
  const api = await openApiProcesses(url, { count: processes, poolSize: connections / processes });
  try {
    const people = await peopleOverHttp(api.origins, tokens);
    await people.begin();
    const most = await workFor(people, 8);
    say(`${Math.round(most.perSecond)} claims/s as fast as they can; now ${rate} a second`);
    await keepPace(people, Math.min(rate, most.perSecond / 2), 3);
    const cpu = cpuMeter({ postgres: server.pid, server: api.pids, client: process.pid });
    await cpu.start();
    const { took, service, perSecond, isKept } = await keepPace(people, rate, seconds);
    const spent = await cpu.stop();
    await people.close();
    const answer = {
      rate,
      seconds,
      perSecond: round(perSecond, 0),
      isKept,
      ...summaryOf(took),
      targetP99: 50,
      /** from the moment of sending, for comparison */
      service: summaryOf(service),
      asFastAsTheyCan: round(most.perSecond, 0),
      cpu: spent,
    };
    say(`${answer.perSecond} claims/s of ${rate}: p50 ${answer.p50} ms, p99 ${answer.p99} ms (target 50 ms)`);
    return answer;
  } finally {
    await api.stop();
    await stopFolding();
  }
}

/** @returns latencies from the schedule (`took`) and from the sending (`service`), in milliseconds */
async function keepPace(people, rate, seconds) {
  const [took, service, due] = [[], [], []];
  const idle = Array.from({ length: people.count }, (_, at) => at);
  const total = Math.round(rate * seconds);
  let failure = null;
  const began = performance.now();
  const serve = async (at) => {
    while (due.length > 0 && !failure) {
      const scheduled = due.shift();
      const sent = performance.now();
      await people.cycle(at);
      const ended = performance.now();
      took.push(ended - scheduled);
      service.push(ended - sent);
    }
    idle.push(at);
  };
  let isKept = true;
  for (let arrived = 0; arrived < total && !failure && isKept;) {
    const now = performance.now();
    for (; arrived < total && began + (arrived * 1000) / rate <= now; arrived++) {
      due.push(began + (arrived * 1000) / rate);
      if (idle.length > 0) serve(idle.shift()).catch((error) => (failure = error));
    }
    isKept = due.length < rate * patienceSeconds;
    await sleep(1);
  }
  while (idle.length < people.count && !failure) await sleep(5);
  if (failure) throw failure;
  return { took, service, isKept, perSecond: took.length / ((performance.now() - began) / 1000) };
}
