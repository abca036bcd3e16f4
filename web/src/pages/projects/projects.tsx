import { messages } from '../../messages';
import { PageHead } from '../../parts/states';

export function ProjectsPage() {
  return <PageHead title={messages.shell.projects} />;
}
