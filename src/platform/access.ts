import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'muster:public';
/** Open to callers who have not signed in. Everything else carries `@Can(…)`; a check fails when neither stands there. */
export const Public = () => SetMetadata(PUBLIC, true);
