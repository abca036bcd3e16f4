import { Divider, Modal, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ApiError, ask } from '../../api/client';
import { keyOf } from '../../api/hooks';
import { shifts as words } from '../../messages/roster';
import { Loaded } from '../../parts/states';
import { type Person, planQuery, type ShiftException, type WeeklyShift } from './queries';
import { SingleDays } from './single-days';
import { beginOf, localOf, plusDays } from './week';
import { WeeklyShifts } from './weekly-shifts';

/** The shifts of a person: those of every week, and the days that are otherwise. */
export function PlanDialog({ of, onClose }: { of: Person | null; onClose: () => void }) {
  return (
    <Modal opened={of !== null} onClose={onClose} title={of ? words.openOf(of.name) : ''} size="xl" lockScroll={false}>
      {of && <Plan person={of} onClose={onClose} />}
    </Modal>
  );
}

/** The API tells 92 days at once, and plans a year ahead. */
const [daysAtOnce, parts] = [92, 4];

interface WholePlan {
  shifts: WeeklyShift[];
  exceptions: ShiftException[];
}

function usePlan(memberId: string, from: string, zone: string) {
  return useQuery<WholePlan, ApiError>({
    queryKey: keyOf(planQuery, { memberId, from, zone }),
    queryFn: async ({ signal }) => {
      const begin = (at: number) => beginOf(plusDays(from, at * daysAtOnce), zone);
      const asked = Array.from({ length: parts }, (_, at) => ({ memberId, from: begin(at), until: begin(at + 1) }));
      const told = await Promise.all(asked.map((part) => ask(planQuery, part, { signal })));
      const plans = told.flatMap(({ roster }) => roster.nodes);
      const once = <One extends { id: string }>(rows: One[]) => [...new Map(rows.map((row) => [row.id, row])).values()];
      return {
        // The API looks at the days of every zone: what ended yesterday is among them.
        shifts: once(plans.flatMap((plan) => plan.shifts)).filter(({ until }) => until === null || until >= from),
        exceptions: once(plans.flatMap((plan) => plan.exceptions)).filter(({ isCancelled }) => !isCancelled),
      };
    },
    // What one writes on must be what is so now, not what was so when the window was open before.
    gcTime: 0,
  });
}

function Plan({ person, onClose }: { person: Person; onClose: () => void }) {
  const today = localOf(new Date(), person.timeZone).date;
  const query = usePlan(person.id, today, person.timeZone);
  return (
    <Loaded query={query}>
      {({ shifts, exceptions }) => (
        <Stack gap="md">
          <section>
            <Title order={3}>{words.weekly}</Title>
            <WeeklyShifts key={JSON.stringify(shifts)} person={person} shifts={shifts} today={today} onDone={onClose} />
          </section>
          <Divider />
          <section>
            <Title order={3}>{words.single}</Title>
            <SingleDays person={person} exceptions={exceptions} today={today} />
          </section>
        </Stack>
      )}
    </Loaded>
  );
}
