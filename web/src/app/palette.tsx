import { Group, Loader, Modal, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { graphql } from '../api/graphql';
import { useAsk } from '../api/hooks';
import { useTeams } from '../api/teams';
import { messages } from '../messages';
import { useSession } from './session';

const words = messages.palette;

const namesQuery = graphql(`
  query PaletteNames {
    projects(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);
const batchesQuery = graphql(`
  query PaletteBatches($name: String!) {
    findBatches(name: $name, first: 30) {
      id
      name
      state
      project {
        id
        name
      }
    }
  }
`);
const peopleQuery = graphql(`
  query PalettePeople($after: String) {
    teams(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        members {
          member {
            id
            name
            email
          }
        }
      }
    }
  }
`);

export interface Command {
  label: string;
  run: () => void;
}

interface Entry {
  id: string;
  kind: keyof typeof words.kinds;
  label: string;
  hint?: string;
  run: () => void;
}

const most = 30;

/** The best place for a text: all its words somewhere, those that begin with it first. */
function matching(entries: Entry[], typed: string): Entry[] {
  const wanted = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  const fits = entries.filter(({ label, hint }) => {
    const text = `${label} ${hint ?? ''}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const begins = ({ label }: Entry) => (label.toLowerCase().startsWith(wanted[0] ?? '') ? 0 : 1);
  return fits.sort((a, b) => begins(a) - begins(b)).slice(0, most);
}

export function Palette({ isOpen, onClose, commands }: { isOpen: boolean; onClose: () => void; commands: Command[] }) {
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size="lg" lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content aria-label={words.title}>
        <Modal.Body p={0}>{isOpen && <Search onClose={onClose} commands={commands} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function useEntries(
  typed: string,
  commands: Command[],
  go: (run: () => void) => () => void,
): { entries: Entry[]; isLoading: boolean } {
  const { can } = useSession();
  const navigate = useNavigate();
  const seesBatches = can('batch:read');
  // The server looks for the longest word; all of them are looked for here.
  const [name] = useDebouncedValue(typed.split(/\s+/).sort((a, b) => b.length - a.length)[0] ?? '', 150);
  const projects = useAsk(namesQuery, undefined, { isEnabled: seesBatches });
  const batches = useAsk(batchesQuery, { name }, { isEnabled: seesBatches, keepsLast: true });
  const people = useTeams(peopleQuery, { isEnabled: can('team:read') });
  const entries = useMemo(() => {
    const all: Entry[] = commands.map(({ label, run }) => ({ id: label, kind: 'command', label, run: go(run) }));
    const open = (projectId: string) => () => void navigate({ to: '/projects/$projectId', params: { projectId } });
    if (seesBatches)
      for (const project of projects.data?.projects.nodes ?? [])
        all.push({ id: project.id, kind: 'project', label: project.name, run: go(open(project.id)) });
    for (const { id, name: label, project } of batches.data?.findBatches ?? [])
      all.push({
        id,
        kind: 'batch',
        label,
        hint: project.name,
        run: go(() => void navigate({ to: '/batches/$batchId', params: { batchId: id } })),
      });
    const known = new Map((people.data?.teams.nodes ?? []).flatMap((team) => team.members.map(({ member }) => [member.id, member] as const))); // prettier-ignore
    for (const { id, name, email } of known.values())
      all.push({
        id,
        kind: 'person',
        label: name,
        hint: email,
        run: go(() => void navigate({ to: '/people/$memberId', params: { memberId: id } })),
      });
    return all;
  }, [commands, go, navigate, seesBatches, projects.data, batches.data, people.data]);
  return { entries, isLoading: batches.isLoading || people.isLoading || projects.isLoading };
}

function Search({ onClose, commands }: { onClose: () => void; commands: Command[] }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const chosen = useRef<HTMLButtonElement>(null);
  const go = useMemo(
    () => (run: () => void) => () => {
      onClose();
      run();
    },
    [onClose],
  );
  const { entries, isLoading } = useEntries(typed, commands, go);
  const found = useMemo(() => matching(entries, typed), [entries, typed]);
  const current = Math.min(at, found.length - 1);
  useEffect(() => {
    void chosen.current?.scrollIntoView({ block: 'nearest' }); // answers a promise in new browsers
  }, [current]);
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && found.length > 0) setAt((current + move + found.length) % found.length);
    else if (event.key === 'Enter') found[current]?.run();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        px="md"
        py={6}
        placeholder={words.placeholder}
        aria-label={words.title}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found[current] && `${listId}-${current}`}
        value={typed}
        rightSection={isLoading && <Loader size="xs" />}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={words.title}
        style={{ maxHeight: 360, overflowY: 'auto', borderTop: '1px solid var(--m-line)', padding: 6 }}
      >
        {found.map((entry, index) => (
          <UnstyledButton
            key={entry.kind + entry.id}
            ref={index === current ? chosen : undefined}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            className="nav-link"
            data-status={index === current ? 'active' : undefined}
            onMouseMove={() => setAt(index)}
            onClick={entry.run}
          >
            <Group gap={8} wrap="nowrap">
              <span>{entry.label}</span>
              {entry.hint && (
                <Text size="xs" c="dimmed" component="span">
                  {entry.hint}
                </Text>
              )}
            </Group>
            <Text size="xs" c="dimmed" component="span">
              {words.kinds[entry.kind]}
            </Text>
          </UnstyledButton>
        ))}
        {found.length === 0 && (
          <Text p="sm" c="dimmed" role="option" aria-selected={false}>
            {isLoading ? words.searching : words.nothing}
          </Text>
        )}
      </div>
    </>
  );
}
