import { Paper, Switch, Title } from '@mantine/core';
import { ask } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { organization as words } from '../../messages/organization';
import { useUndo } from '../../parts/undo';

const ruleQuery = graphql(`
  query LeaveRule {
    leaveRule {
      isRecordedByPeople
    }
  }
`);
const setMutation = graphql(`
  mutation SetLeaveRule($isRecordedByPeople: Boolean!) {
    setLeaveRule(isRecordedByPeople: $isRecordedByPeople) {
      isRecordedByPeople
    }
  }
`);

/** Whether people ask for their leave, or record it. */
export function LeaveRule() {
  const rule = useAsk(ruleQuery).data?.leaveRule;
  const tellWithUndo = useUndo();
  const set = useChange((isRecordedByPeople: boolean) => ask(setMutation, { isRecordedByPeople }), {
    onDone: (_, isRecordedByPeople) =>
      tellWithUndo(isRecordedByPeople ? words.leaveRecorded : words.leaveAsked, () =>
        ask(setMutation, { isRecordedByPeople: !isRecordedByPeople }),
      ),
  });
  return (
    <Paper p="md" component="section">
      <Title order={2} mb="xs">
        {words.leave}
      </Title>
      <Switch
        label={words.leaveRule}
        description={words.leaveRuleHint}
        disabled={!rule || set.isPending}
        checked={rule?.isRecordedByPeople ?? false}
        onChange={({ currentTarget }) => set.mutate(currentTarget.checked)}
      />
    </Paper>
  );
}
