import { Kbd, Modal, Table, Text } from '@mantine/core';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { messages } from '../messages';

interface Binding {
  keys: string;
  label: string;
  isEverywhere: boolean;
  run: () => void;
}

const bindings = new Set<Binding>();
const listeners = new Set<() => void>();
let listed: readonly Binding[] = [];
const changed = () => {
  listed = [...bindings];
  listeners.forEach((listener) => listener());
};

/** How long after "g" its second key may come. */
const sequenceMilliseconds = 1200;
let pending: { key: string; at: number } | undefined;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
  // A dialog has keys of its own.
  if (document.querySelector('[role="dialog"]')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const sequence = pending && event.timeStamp - pending.at < sequenceMilliseconds ? `${pending.key} ${key}` : undefined;
  pending = undefined;
  const found = [...bindings].reverse();
  const binding = found.find(({ keys }) => keys === sequence) ?? found.find(({ keys }) => keys === key);
  if (binding) {
    event.preventDefault();
    binding.run();
  } else if (found.some(({ keys }) => keys.startsWith(`${key} `))) pending = { key, at: event.timeStamp };
}

/**
 * A key of the page that is on the screen; it is in the list of keys as long as it works.
 * @param keys as the browser names it, lower case: `n`, `Enter`, or a sequence `g p`
 */
export function useKey(
  keys: string,
  label: string,
  run: () => void,
  { isOn = true, isEverywhere = false }: { isOn?: boolean; isEverywhere?: boolean } = {},
): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!isOn) return;
    const binding = { keys, label, isEverywhere, run: () => latest.current() };
    bindings.add(binding);
    changed();
    return () => {
      bindings.delete(binding);
      changed();
    };
  }, [keys, label, isOn, isEverywhere]);
}

/** Listens for the keys, and shows their list on "?". */
export function KeyList() {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  useKey('?', messages.keyList.list, () => setShown(true), { isEverywhere: true });
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
  return (
    <Modal opened={isShown} onClose={() => setShown(false)} title={messages.keyList.title} lockScroll={false}>
      <Group title={messages.keyList.here} bindings={all.filter(({ isEverywhere }) => !isEverywhere)} />
      <Group
        title={messages.keyList.everywhere}
        bindings={[
          { keys: 'Ctrl k', label: messages.keyList.palette },
          ...all.filter(({ isEverywhere }) => isEverywhere),
        ]}
      />
    </Modal>
  );
}

export function showKeyList(): void {
  [...bindings].find(({ keys }) => keys === '?')?.run();
}

function Group({ title, bindings }: { title: string; bindings: Pick<Binding, 'keys' | 'label'>[] }) {
  if (bindings.length === 0) return null;
  return (
    <>
      <Text fw={600} mt="xs">
        {title}
      </Text>
      <Table verticalSpacing={4} withRowBorders={false}>
        <Table.Tbody>
          {bindings.map(({ keys, label }) => (
            <Table.Tr key={keys + label}>
              <Table.Td>{label}</Table.Td>
              <Table.Td style={{ textAlign: 'right' }}>
                {keys.split(' ').map((key) => (
                  <Kbd key={key} ml={4}>
                    {key.length === 1 ? key.toUpperCase() : key}
                  </Kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
