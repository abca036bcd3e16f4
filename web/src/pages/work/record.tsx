import { messages } from '../../messages';
import { PageHead } from '../../parts/states';

export function RecordPage() {
  return <PageHead title={messages.shell.record} />;
}
