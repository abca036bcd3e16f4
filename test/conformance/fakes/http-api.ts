import type { ToolAddress, ToolApi } from '../../../src/connectors/connector.types.js';
import { ToolRefused, ToolUnreachable } from '../../../src/connectors/tool-faults.js';

/** Calls to a tool on this machine, as Muster makes them, without its guards against other people's addresses. */
export function httpApi({ url, headers }: ToolAddress): ToolApi {
  return {
    async call(method, path, body) {
      const response = await fetch(url + path, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((fault: Error) => {
        throw new ToolUnreachable(fault.message);
      });
      const text = await response.text();
      if (!response.ok) throw new ToolRefused(response.status, `${method} ${path}: ${text.slice(0, 500)}`);
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
  };
}
