import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assignmentMoves, stagesOf, taskMoves, visibleMetadata } from './task.rules.js';

/** Lines like `  OPEN --> ANSWERED: answer` of the page's diagrams. */
function diagram(heading: string): string[] {
  const page = readFileSync('docs/task-lifecycle.md', 'utf8');
  const section = page
    .slice(page.indexOf(`## ${heading}`))
    .split('\n## ')[0]!
    .split(/\n## /)[0]!;
  return [...section.matchAll(/^\s+(\w+) --> (\w+): (\w+)$/gm)]
    .map((match) => `${match[1]} ${match[3]} ${match[2]}`)
    .sort();
}

const arrows = (table: Record<string, Record<string, string>>): string[] =>
  Object.entries(table)
    .flatMap(([from, moves]) => Object.entries(moves).map(([move, to]) => `${from} ${move} ${to}`))
    .sort();

describe('the life of a task', () => {
  it('is drawn in the docs as the table has it', () => expect(diagram('Task')).toEqual(arrows(taskMoves)));
  it('of an assignment too', () => expect(diagram('Assignment')).toEqual(arrows(assignmentMoves)));
  it('reaches every state from OPEN', () => {
    const seen = new Set<string>(['OPEN']);
    for (let size = 0; size < seen.size;) {
      size = seen.size;
      for (const state of [...seen])
        for (const to of Object.values(taskMoves[state as keyof typeof taskMoves])) seen.add(to);
    }
    expect([...seen].sort()).toEqual(Object.keys(taskMoves).sort());
  });
});

describe('who pulls what', () => {
  it('annotators author, reviewers judge, others pull nothing', () => {
    expect(stagesOf(['ANNOTATOR'])).toEqual(['ANNOTATE', 'REWORK']);
    expect(stagesOf(['REVIEWER'])).toContain('ADJUDICATE');
    expect(stagesOf(['OWNER', 'CLIENT', 'TEAM_LEAD'])).toEqual([]);
  });
});

describe('blinding', () => {
  it('shows only what was declared PUBLIC', () => {
    expect(visibleMetadata({ View: 'PA', Age: 42, Sex: 'F' }, { View: 'PUBLIC', Age: 'PHI' })).toEqual({ View: 'PA' });
  });
});
