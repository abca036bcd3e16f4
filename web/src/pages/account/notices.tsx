import { Button, Group, Paper, Stack, Switch, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { ago, dateTime } from '../../parts/format';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { placeOf } from './notice-place';

const words = messages.notices;

const noticesQuery = graphql(`
  query Notices($unreadOnly: Boolean!) {
    myNotices(unreadOnly: $unreadOnly) {
      id
      kind
      sentence
      projectId
      subjectId
      at
      readAt
    }
  }
`);
const readMutation = graphql(`
  mutation ReadNotices($ids: [ID!]!) {
    readNotices(noticeIds: $ids) {
      id
    }
  }
`);

export function NoticesPage() {
  const session = useSession();
  const [showsRead, setShowsRead] = useState(false);
  const query = useAsk(noticesQuery, { unreadOnly: !showsRead }, { keepsLast: true });
  const read = useChange((ids: string[]) => ask(readMutation, { ids }));
  const unread = (query.data?.myNotices ?? []).filter(({ readAt }) => !readAt).map(({ id }) => id);
  return (
    <div className="page-narrow">
      <PageHead title={words.title}>
        <Switch
          size="xs"
          label={words.showRead}
          checked={showsRead}
          onChange={({ currentTarget }) => setShowsRead(currentTarget.checked)}
        />
        <Button variant="default" disabled={unread.length === 0} onClick={() => read.mutate(unread)}>
          {words.read}
        </Button>
      </PageHead>
      <Loaded query={query}>
        {({ myNotices }) =>
          myNotices.length === 0 ? (
            <Empty title={words.empty}>{words.emptyHint}</Empty>
          ) : (
            <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
              {myNotices.map((notice) => {
                const { id, sentence, at, readAt } = notice;
                const place = placeOf(notice, session);
                const follow = () => {
                  if (!readAt) read.mutate([id]);
                };
                return (
                  <Paper key={id} component="li" p="sm">
                    <Group justify="space-between" wrap="nowrap" align="flex-start">
                      <Text fw={readAt ? 400 : 550}>
                        {place ? (
                          <Link {...place} onClick={follow}>
                            {sentence}
                          </Link>
                        ) : (
                          sentence
                        )}
                      </Text>
                      <Text size="xs" c="dimmed" title={dateTime(at)} style={{ whiteSpace: 'nowrap' }}>
                        {ago(at)}
                      </Text>
                    </Group>
                  </Paper>
                );
              })}
            </Stack>
          )
        }
      </Loaded>
    </div>
  );
}
