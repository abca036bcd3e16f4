/** One state, never changed in place; whoever draws it is called once a frame after it changed. */
export function createStore(state) {
  const listeners = new Set();
  let isAwaited = false;
  const tell = () => {
    isAwaited = false;
    for (const listener of listeners) listener(state);
  };
  return {
    get state() {
      return state;
    },
    set(changes) {
      state = { ...state, ...changes };
      if (!isAwaited) requestAnimationFrame(tell);
      isAwaited = true;
    },
    listen(listener) {
      listeners.add(listener);
      listener(state);
    },
  };
}
