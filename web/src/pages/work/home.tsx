import { messages } from '../../messages';
import { PageHead } from '../../parts/states';

export function WorkPage() {
  return <PageHead title={messages.shell.work} />;
}
