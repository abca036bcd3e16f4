import { Text } from '@mantine/core';
import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { organization as words } from '../../messages/organization';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, count, dateTime } from '../../parts/format';
import { PageSteps } from '../../parts/page-steps';
import { Loaded } from '../../parts/states';
import { ChangeDetail } from './change-detail';

const changesQuery = graphql(`
  query Changes($after: String) {
    changeLog(first: 50, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        at
        actorName
        action
        reason
        subjectId
        policyVersion
        detail
      }
    }
  }
`);
type Change = ResultOf<typeof changesQuery>['changeLog']['nodes'][number];

/** Times stay on one line, however much stands beside them. */
const Line = ({ title, children }: { title: string; children: string }) => (
  <span title={title} style={{ whiteSpace: 'nowrap' }}>
    {children}
  </span>
);

const columns: Column<Change>[] = [
  { id: 'at', header: words.when, cell: ({ at }) => <Line title={dateTime(at)}>{ago(at)}</Line> },
  { id: 'who', header: words.who, cell: ({ actorName }) => actorName ?? words.byItself },
  { id: 'what', header: words.what, cell: ({ action }) => action },
  {
    id: 'why',
    header: words.why,
    cell: ({ reason }) => <div style={{ minWidth: reason ? 220 : undefined }}>{reason}</div>,
  },
  {
    id: 'detail',
    header: words.detail,
    cell: ({ action, detail, policyVersion, subjectId }) => (
      <>
        <ChangeDetail action={action} detail={detail} policyVersion={policyVersion} />
        <Text component="span" size="xs" c="dimmed">
          {subjectId}
        </Text>
      </>
    ),
  },
];

/** Who changed what and why, newest first. Nothing is ever taken out of it. */
export function Changes() {
  const [after, setAfter] = useState<string | null>(null);
  const query = useAsk(changesQuery, { after }, { everySeconds: after ? false : 10, keepsLast: true });
  return (
    <Loaded query={query}>
      {({ changeLog: { nodes, totalCount, pageInfo } }) => (
        <>
          <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.changes} />
          <PageSteps after={after} pageInfo={pageInfo} onGo={setAfter}>
            {messages.common.total(count(totalCount))}
          </PageSteps>
        </>
      )}
    </Loaded>
  );
}
