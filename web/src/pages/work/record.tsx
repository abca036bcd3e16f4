import { Badge, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { count, dateTime } from '../../parts/format';
import { ReasonDialog } from '../../parts/reason';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { errorWords } from '../../parts/verdict';
import { Decision } from './feedback';

const words = messages.record;

const recordQuery = graphql(`
  query Record($first: Int!) {
    myVerdicts(first: $first) {
      totalCount
      nodes {
        id
        projectId
        decision
        comment
        errors
        createdAt
        isDisputable
        disputeState
      }
    }
    projects(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);
const disputeMutation = graphql(`
  mutation OpenDispute($input: OpenDisputeInput!) {
    openDispute(input: $input) {
      ... on Dispute {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** What reviewers said of one's own work, and a way to contest it. */
export function RecordPage() {
  const [first, setFirst] = useState(50);
  const [contestedId, setContestedId] = useState<string | null>(null);
  const query = useAsk(recordQuery, { first }, { keepsLast: true });
  const dispute = useChange(
    async ({ verdictId, reason }: { verdictId: string; reason: string }) =>
      granted((await ask(disputeMutation, { input: { verdictId, reason } })).openDispute),
    {
      onDone: () => {
        setContestedId(null);
        tellDone(words.disputed);
      },
    },
  );
  return (
    <>
      <PageHead title={words.title} />
      <Loaded query={query}>
        {({ myVerdicts: { nodes, totalCount }, projects }) =>
          nodes.length === 0 ? (
            <Empty title={words.empty}>{words.emptyHint}</Empty>
          ) : (
            <>
              <div className="rows-frame" tabIndex={0} role="region" aria-label={words.title}>
                <table className="rows">
                  <thead>
                    <tr>
                      <th scope="col">{words.when}</th>
                      <th scope="col">{words.verdict}</th>
                      <th scope="col">{words.errors}</th>
                      <th scope="col">{words.comment}</th>
                      <th scope="col">{words.project}</th>
                      <th scope="col" aria-label={words.dispute} />
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map(
                      ({ id, projectId, createdAt, decision, errors, comment, isDisputable, disputeState }) => (
                        <tr key={id}>
                          <td>{dateTime(createdAt)}</td>
                          <td>
                            <Decision decision={decision} />
                          </td>
                          <td>{errorWords(errors)}</td>
                          <td>{comment}</td>
                          <td>{projects.nodes.find((one) => one.id === projectId)?.name}</td>
                          <td className="num">
                            {disputeState ? (
                              <Badge color="gray">{words.disputeStates[disputeState]}</Badge>
                            ) : (
                              isDisputable && (
                                <Button variant="subtle" color="gray" onClick={() => setContestedId(id)}>
                                  {words.dispute}
                                </Button>
                              )
                            )}
                          </td>
                        </tr>
                      ),
                    )}
                  </tbody>
                </table>
              </div>
              <Text size="sm" c="dimmed" mt="xs">
                {messages.common.ofTotal(count(nodes.length), count(totalCount))}{' '}
                {nodes.length < totalCount && first < 100 && (
                  <Button variant="subtle" size="compact-xs" onClick={() => setFirst(100)}>
                    {messages.common.more}
                  </Button>
                )}
              </Text>
            </>
          )
        }
      </Loaded>
      <ReasonDialog
        isOpen={contestedId !== null}
        title={words.disputeTitle}
        hint={words.disputeHint}
        submit={words.dispute}
        isBusy={dispute.isPending}
        onClose={() => setContestedId(null)}
        onReason={(reason) => contestedId && dispute.mutate({ verdictId: contestedId, reason })}
      />
    </>
  );
}
