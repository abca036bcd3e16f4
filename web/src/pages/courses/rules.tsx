import { Group, NumberInput, Select, Stack } from '@mantine/core';
import { courseForm as words, courses } from '../../messages/courses';
import type { FaultAt } from '../../parts/faults';
import { numberOf } from '../../parts/schema/schema-editor';
import type { Rules } from './draft';

interface RulesProps {
  rules: Rules;
  faultAt: FaultAt;
  onChange: (part: Partial<Rules>) => void;
}

/** The rules that are numbers, as the form shows them. */
interface Shown {
  name: Exclude<keyof Rules, 'skillId' | 'tells'>;
  label: string;
  hint?: string;
  /** Shown in hundredths. */
  isShare?: boolean;
  /** Empty means something: no end, all of them. */
  mayBeEmpty?: boolean;
}

const passing: Shown[] = [
  { name: 'passMark', label: words.passMark, hint: words.passMarkHint, isShare: true },
  { name: 'passScore', label: words.passScore, hint: words.passScoreHint, isShare: true },
  { name: 'examItems', label: words.examItems, hint: words.examItemsHint, mayBeEmpty: true },
  { name: 'timeLimitMinutes', label: words.timeLimit, hint: words.timeLimitHint, mayBeEmpty: true },
  { name: 'attempts', label: words.attempts, hint: words.attemptsHint },
  { name: 'retryHours', label: words.retryHours },
  { name: 'mostAttempts', label: words.mostAttempts, hint: words.mostAttemptsHint, mayBeEmpty: true },
];

export function PassingRules(props: RulesProps) {
  const { rules, onChange } = props;
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        {passing.map((shown) => (
          <NumberRule key={shown.name} shown={shown} {...props} />
        ))}
      </Group>
      <Select
        label={words.tells}
        w={280}
        allowDeselect={false}
        data={Object.entries(courses.tells).map(([value, label]) => ({ value, label }))}
        value={rules.tells}
        onChange={(next) => next && onChange({ tells: next as Rules['tells'] })}
      />
    </Stack>
  );
}

export function GrantRules({ skills, ...props }: RulesProps & { skills: readonly { id: string; name: string }[] }) {
  const { rules, faultAt, onChange } = props;
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={words.skill}
        w={220}
        clearable
        searchable
        placeholder={words.noSkill}
        data={skills.map(({ id, name }) => ({ value: id, label: name }))}
        value={rules.skillId}
        error={faultAt('skillId')}
        onChange={(skillId) => onChange({ skillId, skillLevel: skillId === null ? null : (rules.skillLevel ?? 1) })}
      />
      {rules.skillId !== null && (
        <NumberRule shown={{ name: 'skillLevel', label: words.level, hint: words.levelHint }} {...props} />
      )}
      <NumberRule
        shown={{ name: 'validDays', label: words.validDays, hint: words.validDaysHint, mayBeEmpty: true }}
        {...props}
      />
    </Group>
  );
}

function NumberRule({
  shown: { name, label, hint, isShare, mayBeEmpty },
  rules,
  faultAt,
  onChange,
}: RulesProps & { shown: Shown }) {
  const value = rules[name];
  const set = (typed: number | string) => {
    const next = numberOf(typed);
    if (next === undefined) {
      if (mayBeEmpty) onChange({ [name]: null });
    } else onChange({ [name]: isShare ? next / 100 : next });
  };
  return (
    <NumberInput
      label={label}
      description={hint}
      w={170}
      hideControls
      value={value === null ? '' : isShare ? Number((value * 100).toFixed(2)) : value}
      error={faultAt(name)}
      onChange={set}
    />
  );
}
