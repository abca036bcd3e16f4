import { redirect, useRouteContext, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ApiError, ask } from '../api/client';
import { graphql, type ResultOf } from '../api/graphql';
import { keyOf, queryClient } from '../api/hooks';
import { showTimesIn } from '../parts/format';

export const sessionQuery = graphql(`
  query Session {
    me {
      id
      name
      email
      roles
      timeZone
    }
    myPermissions
    organization {
      name
    }
  }
`);

export type Me = ResultOf<typeof sessionQuery>['me'];

export interface Session {
  me: Me;
  organization: string;
  /** An action of the API's table of permissions, for example `batch:open`. */
  can: (action: string) => boolean;
}

export async function loadSession(): Promise<Session | null> {
  try {
    const { me, myPermissions, organization } = await queryClient.fetchQuery({
      queryKey: keyOf(sessionQuery),
      queryFn: () => ask(sessionQuery),
      staleTime: 60_000,
    });
    showTimesIn(me.timeZone);
    const allowed = new Set(myPermissions);
    return { me, organization: organization.name, can: (action) => allowed.has(action) };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'UNAUTHENTICATED') return null;
    throw error;
  }
}

/** For routes: whoever is not signed in goes there first, and comes back. */
export async function requireSession(href: string): Promise<{ session: Session }> {
  const session = await loadSession();
  if (!session) throw redirect({ to: '/sign-in', search: { to: href === '/' ? undefined : href } });
  return { session };
}

export const useSession = (): Session => useRouteContext({ from: '/in' }).session;

const signOutMutation = graphql(`
  mutation SignOut {
    signOut
  }
`);

export function useSignOut(): () => void {
  const router = useRouter();
  return useCallback(() => {
    const leave = async () => {
      await ask(signOutMutation).catch(() => undefined); // an ended session is what was wanted
      queryClient.clear();
      await router.navigate({ to: '/sign-in' });
      await router.invalidate();
    };
    void leave();
  }, [router]);
}

/** Where each role begins. */
export const firstPlace = ({ can }: Session): '/work' | '/projects' => (can('task:claim') ? '/work' : '/projects');
