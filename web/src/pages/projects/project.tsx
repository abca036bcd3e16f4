import { messages } from '../../messages';
import { PageHead } from '../../parts/states';

export function ProjectPage() {
  return <PageHead title={messages.shell.projects} />;
}
