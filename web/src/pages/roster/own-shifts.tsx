import { Badge, Paper, Stack, Text, Title } from '@mantine/core';
import { useAsk } from '../../api/hooks';
import { useSession } from '../../app/session';
import { ownShifts as words, roster, shifts as shiftWords } from '../../messages/roster';
import { ago, dateTime, shownZone } from '../../parts/format';
import { Empty, Loaded, PageHead } from '../../parts/states';
import type { ResultOf } from '../../api/graphql';
import { OwnLeave } from './own-leave';
import { planQuery } from './queries';
import { type ShiftRow, rowsOf } from './shift-rows';
import { whatOf } from './single-days';
import { beginOf, localOf, nameOfDay, plusDays, windowsOn } from './week';

/** Looked at ahead for leave and the next shift, and shown day by day. */
const [daysAhead, daysShown] = [28, 14];

type OwnPlan = ResultOf<typeof planQuery>['roster']['nodes'][number];

/** Somebody's own shifts and leave, on a narrow screen too. */
export function OwnShiftsPage() {
  const { me } = useSession();
  const zone = shownZone();
  const today = localOf(new Date(), zone).date;
  const query = useAsk(
    planQuery,
    { memberId: me.id, from: beginOf(today, zone), until: beginOf(plusDays(today, daysAhead), zone) },
    { everySeconds: 300 },
  );
  return (
    <div className="page-narrow">
      <PageHead title={words.title} />
      <Loaded query={query}>
        {({ roster: { nodes } }) => {
          const plan = nodes[0];
          const isPlanned =
            plan && plan.shifts.length + plan.windows.length + plan.exceptions.length + plan.leave.length > 0;
          const leave = (plan?.leave ?? []).filter(({ isCancelled, until }) => !isCancelled && until >= today);
          return (
            <Stack gap="lg">
              {isPlanned ? (
                <Plan plan={plan} leave={leave} today={today} zone={zone} />
              ) : (
                <Empty title={words.none}>{words.noneHint}</Empty>
              )}
              <OwnLeave leave={leave} today={today} />
            </Stack>
          );
        }}
      </Loaded>
    </div>
  );
}

interface PlanProps {
  plan: OwnPlan;
  leave: OwnPlan['leave'];
  today: string;
  zone: string;
}

function Plan({ plan, leave, today, zone }: PlanProps) {
  const dates = Array.from({ length: daysShown }, (_, at) => plusDays(today, at));
  return (
    <Stack gap="lg">
      <NextShift plan={plan} />
      <section>
        <Title order={2} mb="xs">
          {words.days}
        </Title>
        <Paper>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{words.day}</th>
                <th scope="col">{words.shifts}</th>
              </tr>
            </thead>
            <tbody>
              {dates.map((date) => (
                <Day key={date} plan={plan} leave={leave} date={date} zone={zone} />
              ))}
            </tbody>
          </table>
        </Paper>
        <Text size="xs" c="dimmed" mt={4}>
          {words.zone(zone)}
        </Text>
      </section>
      {plan.shifts.length > 0 && (
        <section>
          <Title order={2} mb="xs">
            {words.weekly}
          </Title>
          {rowsOf(plan.shifts, today).map((row) => (
            <Text key={row.key} size="sm" className="tabular">
              {weekOf(row)}, {plan.shifts[0]!.timeZone}
            </Text>
          ))}
        </section>
      )}
    </Stack>
  );
}

/** "Mon Tue 09:00–17:30 to Wed 31 Mar" */
function weekOf({ days, start, end, from, until }: ShiftRow): string {
  const span = from ? words.of(nameOfDay(from), until ? nameOfDay(until) : null) : until ? roster.to(nameOfDay(until)) : ''; // prettier-ignore
  return [days.map((day) => shiftWords.weekdays[day]).join(' '), `${start}–${end}`, span].filter(Boolean).join(' ');
}

function NextShift({ plan: { isOnShift, windows } }: { plan: OwnPlan }) {
  const now = Date.now();
  const current = windows.find(({ startsAt, endsAt }) => new Date(startsAt).getTime() <= now && now < new Date(endsAt).getTime()); // prettier-ignore
  const next = windows.find(({ startsAt }) => new Date(startsAt).getTime() > now);
  const at = (moment: string) => `${dateTime(moment)}, ${ago(moment)}`;
  return (
    <Paper p="md">
      <Text fw={600} role="status">
        {isOnShift
          ? `${words.now}${current ? ` ${words.until(at(current.endsAt))}` : ''}`
          : next
            ? words.next(at(next.startsAt))
            : words.noneNow}
      </Text>
    </Paper>
  );
}

interface DayProps {
  plan: OwnPlan;
  leave: OwnPlan['leave'];
  date: string;
  zone: string;
}

function Day({ plan, leave, date, zone }: DayProps) {
  const away = leave.find(({ from, until }) => from <= date && date <= until);
  const others = plan.exceptions.filter((one) => !one.isCancelled && (one.date === date || one.toDate === date));
  const times = windowsOn(plan.windows, date, zone);
  return (
    <tr>
      <th scope="row" style={{ whiteSpace: 'nowrap', fontWeight: 400 }}>
        {nameOfDay(date)}
      </th>
      <td className="tabular">
        {times.join(', ') || words.free} {away && <Badge color="gray">{roster.kinds[away.kind]}</Badge>}
        {others.map((one) => (
          <Text key={one.id} size="xs" c="dimmed">
            {[whatOf(one), one.note].filter(Boolean).join(' · ')}
          </Text>
        ))}
      </td>
    </tr>
  );
}
