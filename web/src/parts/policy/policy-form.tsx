import { JsonInput, NumberInput, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { policyWords as words } from '../../messages/setup';
import type { FaultAt } from '../faults';
import { type PolicyDraft, simpleReview, withDefaults, withReview } from './policy';

interface PolicyFormProps {
  policy: PolicyDraft;
  onChange: (policy: PolicyDraft) => void;
  /** by the API's paths without `policy.` */
  faultAt: FaultAt;
}

const aqls = [0.65, 1, 1.5, 2.5, 4, 6.5];

/** The policy of a project: what can be set, and beside it what that means and costs. */
export function PolicyForm({ policy, onChange, faultAt }: PolicyFormProps) {
  const now = withDefaults(policy);
  const review = simpleReview(policy);
  const number = (
    label: string,
    description: string,
    value: number | '',
    path: string,
    set: (value: number) => void,
    bounds: { min?: number; max?: number; step?: number; decimals?: number; onEmpty?: () => void } = {},
  ) => (
    <NumberInput
      label={label}
      description={description}
      value={value}
      min={bounds.min}
      max={bounds.max}
      step={bounds.step}
      decimalScale={bounds.decimals ?? 0}
      error={faultAt(path)}
      onChange={(next) => {
        if (typeof next === 'number') set(next);
        else if (next === '') bounds.onEmpty?.();
      }}
    />
  );
  return (
    <Stack gap={0}>
      <Row says={words.overlapCost(now.overlap)}>
        {number(
          words.overlap,
          words.overlapHint,
          now.overlap,
          'overlap',
          (overlap) => onChange({ ...policy, overlap, maximumOverlap: Math.max(overlap, now.maximumOverlap) }),
          { min: 1, max: 50 },
        )}
      </Row>
      <Row says={words.maximumCost(now.overlap, now.maximumOverlap)}>
        {number(
          words.maximumOverlap,
          words.maximumOverlapHint,
          now.maximumOverlap,
          'maximumOverlap',
          (maximumOverlap) => onChange({ ...policy, maximumOverlap }),
          { min: now.overlap, max: 50 },
        )}
      </Row>
      {now.maximumOverlap > 1 && (
        <Row says={words.thresholdCost(now.threshold)}>
          {number(
            words.threshold,
            words.thresholdHint,
            now.threshold,
            'agreement.threshold',
            (threshold) => onChange({ ...policy, agreement: { ...policy.agreement, threshold } }),
            { min: 0, max: 1, step: 0.05, decimals: 3 },
          )}
          <Select
            mt={6}
            label={words.measure}
            allowDeselect={false}
            data={Object.entries(words.measures).map(([value, label]) => ({ value, label }))}
            value={now.measure}
            error={faultAt('agreement.measure')}
            onChange={(measure) => measure && onChange({ ...policy, agreement: { ...policy.agreement, measure } })}
          />
        </Row>
      )}
      {review ? (
        <>
          <Row says={words.reviewCost(review.rate)}>
            {number(
              words.review,
              words.reviewHint,
              Number((review.rate * 100).toFixed(2)),
              `review[${review.below === undefined ? 0 : 1}].rate`,
              (percent) => onChange(withReview(policy, { ...review, rate: percent / 100 })),
              { min: 0, max: 100, decimals: 2 },
            )}
          </Row>
          <Row says={review.below === undefined ? '' : words.unsureCost(review.below)}>
            {number(
              words.unsure,
              words.unsureHint,
              review.below ?? '',
              'review[0].agreementBelow',
              (below) => onChange(withReview(policy, { ...review, below })),
              {
                min: 0,
                max: 1,
                step: 0.05,
                decimals: 3,
                onEmpty: () => onChange(withReview(policy, { ...review, below: undefined })),
              },
            )}
          </Row>
        </>
      ) : (
        <Row says={words.hasMoreRules}>
          <Text size="sm" fw={500}>
            {words.review}
          </Text>
        </Row>
      )}
      <Row says={words.reworkCost(now.reworkRounds)}>
        {number(
          words.reworkRounds,
          words.reworkHint,
          now.reworkRounds,
          'reworkRounds',
          (reworkRounds) => onChange({ ...policy, reworkRounds }),
          { min: 0, max: 10 },
        )}
      </Row>
      <Row says={words.leaseCost(now.leaseMinutes)}>
        {number(
          words.lease,
          words.leaseHint,
          now.leaseMinutes,
          'leaseMinutes.ANNOTATE',
          (ANNOTATE) => onChange({ ...policy, leaseMinutes: { ...policy.leaseMinutes, ANNOTATE } }),
          { min: 1, max: 10_080 },
        )}
      </Row>
      <Row says="">
        <Select
          label={words.skip}
          allowDeselect={false}
          data={Object.entries(words.skips).map(([value, label]) => ({ value, label }))}
          value={now.skip}
          error={faultAt('skip')}
          onChange={(skip) => skip && onChange({ ...policy, skip })}
        />
      </Row>
      <Row says={now.perDay === undefined ? '' : words.perDayCost(now.perDay)}>
        {number(
          words.perDay,
          words.perDayHint,
          now.perDay ?? '',
          'caps.perDay',
          (perDay) => onChange({ ...policy, caps: { ...policy.caps, perDay } }),
          { min: 1, onEmpty: () => onChange({ ...policy, caps: { ...policy.caps, perDay: undefined } }) },
        )}
      </Row>
      <Row says={words.goldCost(now.gold.start, Math.min(now.gold.start, now.gold.floor))}>
        {number(
          words.gold,
          words.goldHint,
          Number((now.gold.start * 100).toFixed(2)),
          'gold.start',
          (percent) => onChange({ ...policy, gold: goldOf(policy, percent / 100) }),
          { min: 0, max: 50, decimals: 2 },
        )}
      </Row>
      <Row says={words.aqlCost(now.aql)}>
        <Select
          label={words.aql}
          description={words.aqlHint}
          allowDeselect={false}
          data={[
            { value: '', label: words.noAql },
            ...aqls.map((aql) => ({ value: String(aql), label: words.aqlOf(aql) })),
          ]}
          value={now.aql === null ? '' : String(now.aql)}
          error={faultAt('audit.aql.MAJOR')}
          onChange={(aql) => onChange({ ...policy, audit: auditOf(policy, aql ? Number(aql) : null) })}
        />
      </Row>
      <Paper p="md" mt="md" bg="var(--m-page)">
        <Text size="sm">
          <strong>{words.sum}</strong>:{' '}
          {[
            words.sumAnswers(now.overlap, now.maximumOverlap),
            review && words.sumReviews(review.rate, review.below !== undefined),
            now.aql !== null && words.sumAudits,
          ]
            .filter(Boolean)
            .join(', ')}
          .
        </Text>
      </Paper>
      <WholePolicy policy={policy} onChange={onChange} fault={faultAt('')} />
    </Stack>
  );
}

const goldOf = ({ gold }: PolicyDraft, start: number): PolicyDraft['gold'] =>
  start === 0 ? undefined : { ...gold, start, floor: Math.min(start, gold?.floor ?? 0.02) };

const auditOf = ({ audit }: PolicyDraft, aql: number | null): PolicyDraft['audit'] =>
  aql === null ? undefined : { ...audit, aql: { ...audit?.aql, MAJOR: aql } };

/** A field, and in words what it does. */
function Row({ says, children }: { says: string; children: ReactNode }) {
  return (
    <div className="policy-row">
      <div>{children}</div>
      <Text size="sm" c="dimmed" component="p" m={0}>
        {says}
      </Text>
    </div>
  );
}

function WholePolicy({
  policy,
  onChange,
  fault,
}: {
  policy: PolicyDraft;
  onChange: (policy: PolicyDraft) => void;
  fault?: string;
}) {
  const [text, setText] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const shown = text ?? JSON.stringify(policy, null, 2);
  return (
    <details style={{ marginTop: 12 }}>
      <summary>
        <Title order={3} display="inline" fw={500}>
          {words.advanced}
        </Title>
      </summary>
      <JsonInput
        mt="xs"
        aria-label={words.advanced}
        description={words.advancedHint}
        autosize
        minRows={6}
        maxRows={24}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={shown}
        error={isWrong ? words.notJson : fault}
        onChange={(next) => {
          setText(next);
          setWrong(false);
        }}
        onBlur={() => {
          if (text === null) return;
          const parsed = objectOf(text);
          setWrong(parsed === null);
          if (parsed === null) return;
          setText(null);
          onChange(parsed);
        }}
      />
    </details>
  );
}

function objectOf(text: string): PolicyDraft | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as PolicyDraft) : null;
  } catch {
    return null;
  }
}
