import { useEffect, useRef, useState } from 'react';
import { ask, granted } from '../../api/client';
import { type Held, heldBy, renewMutation } from './queries';

const beatSeconds = 30;

/**
 * The heartbeat of what one holds: it keeps the lease and counts the time, by what the person did since the last one. While it is
 * paused the time counts as away.
 */
export function useHeartbeat(held: Held, onLost: () => void) {
  const [known, setKnown] = useState({
    activeSeconds: held.activeSeconds,
    leaseExpiresAt: held.leaseExpiresAt,
    at: Date.now(),
  });
  const [isPaused, setPaused] = useState(false);
  const [now, setNow] = useState(Date.now);
  const wasActive = useRef(true);
  const lost = useRef(onLost);
  const { id, token } = held;

  useEffect(() => {
    lost.current = onLost;
  });
  useEffect(() => {
    const note = () => {
      wasActive.current = true;
    };
    const kinds = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, note, { passive: true });
    const tick = setInterval(() => setNow(Date.now()), 1000);
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, note);
      clearInterval(tick);
    };
  }, []);

  const beat = async (activity: 'ACTIVE' | 'IDLE' | 'AWAY') => {
    try {
      const answer = granted(
        (await ask(renewMutation, { input: heldBy({ id, token }), activity })).renewAssignment,
      ) as { activeSeconds: number; leaseExpiresAt: string };
      setKnown({ activeSeconds: answer.activeSeconds, leaseExpiresAt: answer.leaseExpiresAt, at: Date.now() });
    } catch (error) {
      // Not reached: the next beat says it. Lost: somebody else may have it.
      if ((error as { code?: string }).code === 'LEASE_LOST') lost.current();
    }
  };
  const latest = useRef(beat);
  useEffect(() => {
    latest.current = beat;
  });
  useEffect(() => {
    if (isPaused) return;
    const timer = setInterval(() => {
      void latest.current(wasActive.current ? 'ACTIVE' : 'IDLE');
      wasActive.current = false;
    }, beatSeconds * 1000);
    return () => clearInterval(timer);
  }, [isPaused]);

  const pause = () => {
    setPaused(true);
    void latest.current('ACTIVE');
  };
  const goOn = () => {
    setPaused(false);
    wasActive.current = true;
    void latest.current('AWAY');
  };
  const since = isPaused ? 0 : Math.max(0, (now - known.at) / 1000);
  return { seconds: known.activeSeconds + since, leaseExpiresAt: known.leaseExpiresAt, isPaused, pause, goOn };
}
