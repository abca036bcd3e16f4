import type { ConnectionKind, Connector } from './connector.types.js';
import { cvatConnector } from './cvat/cvat.connector.js';
import { darwinConnector } from './darwin/darwin.connector.js';
import { genericConnector } from './generic/generic.connector.js';
import { labelStudioConnector } from './label-studio/label-studio.connector.js';

/** Every tool that Muster can speak to. */
const connectors: Partial<Record<ConnectionKind, Connector<never>>> = {
  GENERIC: genericConnector,
  LABEL_STUDIO: labelStudioConnector,
  CVAT: cvatConnector,
  DARWIN: darwinConnector,
};

/** @throws for a kind that this version has no connector for */
export function connectorOf(kind: ConnectionKind): Connector {
  const connector = connectors[kind];
  if (!connector) throw new Error(`there is no connector for ${kind}`);
  return connector as unknown as Connector;
}

export const isAvailable = (kind: ConnectionKind): boolean => connectors[kind] !== undefined;
