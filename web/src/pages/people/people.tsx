import { messages } from '../../messages';
import { PageHead } from '../../parts/states';

export function PeoplePage() {
  return <PageHead title={messages.shell.people} />;
}
