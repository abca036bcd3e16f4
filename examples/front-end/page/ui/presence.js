/** Keeps the work with the person who works on it, and counts the time. */
import { activeTime } from '../editing/active-time.js';
import { heartbeat } from '../work.js';
import { showNotice } from './dialogs.js';
import { sentencesOf } from './sentences.js';

const HEARTBEAT = 60_000;
const IDLE_AFTER = 60_000;
const DOINGS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'input'];

/** @param secondsBefore what an earlier visit to this page counted already */
export function createPresence({ token, secondsBefore }) {
  const time = activeTime({ idleAfter: IDLE_AFTER, seconds: secondsBefore });
  const did = () => time.happened(Date.now());
  did();
  for (const name of DOINGS) addEventListener(name, did, { passive: true });

  let current = token;
  let warned = null;
  async function beat() {
    const activity = document.hidden ? 'AWAY' : time.isActive(Date.now()) ? 'ACTIVE' : 'IDLE';
    try {
      ({ token: current } = await heartbeat(current, activity));
      warned = null;
    } catch ({ code }) {
      if (warned === code) return;
      warned = code;
      if (code === 'NOT_YOURS' || code === 'EXPIRED')
        showNotice(`${sentencesOf('NOT_YOURS')[0]}. You can still submit: Muster decides whether it counts.`, 'bad');
      else showNotice('No connection to Muster. You can go on: what you do is kept in this browser.', 'bad');
    }
  }
  const beats = setInterval(beat, HEARTBEAT);
  const clock = document.getElementById('clock');
  const ticks = setInterval(() => {
    const seconds = time.seconds(Date.now());
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }, 1000);

  return {
    seconds: () => time.seconds(Date.now()),
    token: () => current,
    stop: () => [beats, ticks].forEach(clearInterval),
  };
}
