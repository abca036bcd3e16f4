import DataLoader from 'dataloader';

const loaders = new WeakMap<object, Map<string, DataLoader<string, unknown>>>();

/** One batching loader a request and name: what a list of parents asks for one by one is read in one query. */
export function loaderOf<Value>(
  context: object,
  name: string,
  read: (ids: string[]) => Promise<Map<string, Value>>,
): DataLoader<string, Value | null> {
  const own = loaders.get(context) ?? new Map<string, DataLoader<string, unknown>>();
  loaders.set(context, own);
  let loader = own.get(name);
  if (!loader) {
    loader = new DataLoader<string, unknown>(async (ids) => {
      const found = await read([...ids]);
      return ids.map((id) => found.get(id) ?? null);
    });
    own.set(name, loader);
  }
  return loader as DataLoader<string, Value | null>;
}
