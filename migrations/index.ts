import { CreatePlatform1764000000000 } from './1764000000000-create-platform.js';
import { CreateIdentity1764000001000 } from './1764000001000-create-identity.js';
import { CreateProjectsAndBatches1764000002000 } from './1764000002000-create-projects-and-batches.js';
import { CreateQueue1764000003000 } from './1764000003000-create-queue.js';
import { CreateQueueFunctions1764000004000 } from './1764000004000-create-queue-functions.js';
import { CreateResultsAndReleases1764000005000 } from './1764000005000-create-results-and-releases.js';

export const migrations = [
  CreatePlatform1764000000000,
  CreateIdentity1764000001000,
  CreateProjectsAndBatches1764000002000,
  CreateQueue1764000003000,
  CreateQueueFunctions1764000004000,
  CreateResultsAndReleases1764000005000,
];
