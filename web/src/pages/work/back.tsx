import { Navigate, useParams } from '@tanstack/react-router';
import { useAsk } from '../../api/hooks';
import { Loaded } from '../../parts/states';
import { wishNext } from './going-on';
import { workQuery } from './queries';

/** `/work/asg_…`, where a tool sends people: if that task is done, the next one is asked for; else it is shown. */
export function BackPage() {
  const { assignmentId } = useParams({ strict: false });
  const query = useAsk(workQuery);
  return (
    <Loaded query={query}>
      {({ myWork }) => {
        if (!myWork.held.some(({ id }) => id === assignmentId)) wishNext();
        return <Navigate to="/work" replace />;
      }}
    </Loaded>
  );
}
