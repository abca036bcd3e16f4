import { Select } from '@mantine/core';
import { useState } from 'react';
import { board as words } from '../../messages/board';
import { Bars } from '../../parts/bars';
import { type Column, DataTable } from '../../parts/data-table';
import { count, hourOf } from '../../parts/format';
import type { QueueOfProject } from './queries';

const columns: Column<QueueOfProject['flow'][number]>[] = [
  { id: 'hour', header: words.hour, cell: ({ hour }) => hourOf(hour) },
  { id: 'arrivals', header: words.arrivals, isNumber: true, cell: ({ arrivals }) => count(arrivals) },
  { id: 'completions', header: words.completions, isNumber: true, cell: ({ completions }) => count(completions) },
];

/** What came and what was done in a project, hour by hour. */
export function Flow({ projects }: { projects: readonly QueueOfProject[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const isAtWork = ({ stages }: QueueOfProject) => stages.some(({ waiting, held }) => waiting + held > 0);
  const project = projects.find(({ projectId }) => projectId === chosen) ?? projects.find(isAtWork) ?? projects[0];
  if (!project) return null;
  return (
    <>
      {projects.length > 1 && (
        <Select
          size="xs"
          w={300}
          maw="100%"
          mb="sm"
          aria-label={words.project}
          allowDeselect={false}
          data={projects.map(({ projectId, name }) => ({ value: projectId, label: name }))}
          value={project.projectId}
          onChange={setChosen}
        />
      )}
      <div className="halves">
        <Bars
          title={`${words.flow}: ${project.name}`}
          names={[words.arrivals, words.completions]}
          points={project.flow.map(({ hour, arrivals, completions }) => ({
            label: hourOf(hour),
            values: [arrivals, completions],
          }))}
        />
        <DataTable rows={project.flow} columns={columns} idOf={({ hour }) => hour} caption={words.flow} />
      </div>
    </>
  );
}
