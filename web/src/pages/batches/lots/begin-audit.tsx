import { Alert, Button, Group, NumberInput, Skeleton, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { type ApiError, ask, granted, Refused } from '../../../api/client';
import { graphql } from '../../../api/graphql';
import { useAsk, useChange } from '../../../api/hooks';
import { messages } from '../../../messages';
import type { BatchRow } from '../../../parts/batch-rows';
import { faultsOf, showFirstFault } from '../../../parts/faults';
import { tellDone, tellError } from '../../../parts/tell';

const words = messages.lots;
const severities = ['CRITICAL', 'MAJOR', 'MINOR'] as const;
type BySeverity = Partial<Record<(typeof severities)[number], number>>;

const ruleQuery = graphql(`
  query AuditRule($projectId: ID!) {
    project(id: $projectId) {
      id
      policy
    }
  }
`);
const openMutation = graphql(`
  mutation OpenAudit($input: OpenAuditInput!) {
    openAudit(input: $input) {
      ... on AuditLot {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** A sample of a size that is known beforehand, or items one by one until the lot is decided. */
export function BeginAudit({ batch, round = 1 }: { batch: BatchRow; round?: number }) {
  const [isOneByOne, setOneByOne] = useState(false);
  const [ltpd, setLtpd] = useState<BySeverity>({});
  const rule = useAsk(ruleQuery, { projectId: batch.project.id }, { isEnabled: isOneByOne });
  const aqls = rule.data && aqlsOf(rule.data.project?.policy);
  const counted = severities.filter((severity) => aqls?.[severity] !== undefined);
  const percentOf = (severity: keyof BySeverity) => ltpd[severity] ?? usual(aqls![severity]!);
  const begin = useChange(
    async () => {
      const sequential = { ltpd: counted.map((severity) => ({ severity, percent: percentOf(severity) })) };
      const input = { batchId: batch.id, ...(isOneByOne && { sequential }) };
      return granted((await ask(openMutation, { input })).openAudit);
    },
    { onDone: () => tellDone(words.begun), isQuiet: true },
  );
  // A refusal names what must be done first, which takes longer than a message that pops up stays: it stands in its place.
  const refusal = begin.error instanceof Refused ? begin.error.message : null;
  const tell = (error: ApiError) => {
    if (!(error instanceof Refused)) tellError(error);
    showFirstFault();
  };
  const faultAt = faultsOf(begin.error, 'sequential.');
  return (
    <Stack gap="sm">
      <Switch
        label={words.beginOneByOne}
        description={words.beginOneByOneHint}
        checked={isOneByOne}
        onChange={({ currentTarget }) => setOneByOne(currentTarget.checked)}
      />
      {isOneByOne &&
        (aqls ? (
          <Group align="flex-start">
            {counted.map((severity, at) => (
              <NumberInput
                key={severity}
                label={words.ltpd(messages.severities[severity]!)}
                description={words.ltpdHint(aqls[severity]!)}
                error={faultAt(`ltpd[${at}].percent`)}
                suffix=" %"
                min={2 * aqls[severity]!}
                max={50}
                value={percentOf(severity)}
                onChange={(value) => setLtpd({ ...ltpd, [severity]: Number(value) })}
              />
            ))}
          </Group>
        ) : (
          <Skeleton h={60} />
        ))}
      {refusal && (
        <Alert color="yellow" title={words.notBegun} role="alert">
          {refusal}
        </Alert>
      )}
      <Group>
        <Button
          variant="default"
          loading={begin.isPending}
          disabled={isOneByOne && !aqls}
          onClick={() => begin.mutate(undefined, { onError: tell })}
        >
          {round === 1 ? words.begin : words.beginRound(round)}
        </Button>
      </Group>
    </Stack>
  );
}

/** Percent by severity, for those that are counted; a project without a rule has none, and the server says so. */
const aqlsOf = (policy: unknown): BySeverity =>
  (policy as { audit?: { aql: BySeverity } } | null | undefined)?.audit?.aql ?? {};

/** Far enough from what is good that few items tell them apart, and no less than the server takes. */
const usual = (aql: number): number => Math.min(50, Math.round(4 * aql * 10) / 10);
