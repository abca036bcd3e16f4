/** A person's (or program's) connection to the public API. Knows nothing of Muster's inside. */
export interface ApiOptions {
  url: string;
  token?: string;
  /** How long a call is repeated while the server cannot be reached. */
  patienceMilliseconds?: number;
}

export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Api {
  constructor(private readonly options: ApiOptions) {}

  as(token: string): Api {
    return new Api({ ...this.options, token });
  }

  /**
   * One operation. Lost connections and retryable errors are repeated: every call here is a query, naturally
   * repeatable, or carries an idempotency key.
   * @throws ApiError with the code of the first error
   */
  async run<Data>(query: string, variables: Record<string, unknown> = {}, idempotencyKey?: string): Promise<Data> {
    const headers = {
      'content-type': 'application/json',
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    };
    const body = await this.send('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const answer = body as { data?: Data; errors?: { message: string; extensions?: { code?: string } }[] };
    const error = answer.errors?.[0];
    if (error) throw new ApiError(`${error.message} [${error.extensions?.code}]`, error.extensions?.code ?? 'UNKNOWN');
    return answer.data!;
  }

  async upload<Answer>(path: string, contentType: string, body: Uint8Array): Promise<Answer> {
    return (await this.send(path, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: Buffer.from(body),
    })) as Answer;
  }

  private unreachable(error: unknown): string {
    const { message, cause } = error as Error & { cause?: Error };
    return `No Muster answers at ${this.options.url} (${cause?.message || message}).`;
  }

  private async send(path: string, request: RequestInit): Promise<unknown> {
    // Every call is safe to repeat, so a few defects are outlived too; the server logs each of them.
    let defects = 0;
    const deadline = Date.now() + (this.options.patienceMilliseconds ?? 60_000);
    const headers = {
      ...(request.headers as Record<string, string>),
      ...(this.options.token && { authorization: `Bearer ${this.options.token}` }),
    };
    for (let wait = 100; ; wait = Math.min(wait * 1.5, 1000)) {
      try {
        const response = await fetch(this.options.url + path, {
          ...request,
          headers,
          signal: AbortSignal.timeout(30_000),
        });
        const body = (await response.json()) as {
          errors?: { extensions?: { retryable?: boolean; code?: string } }[];
          error?: { message: string; code: string };
        };
        const isAway =
          response.status === 503 ||
          body.errors?.some(
            ({ extensions }) => extensions?.retryable || (extensions?.code === 'INTERNAL' && (defects += 1) <= 5),
          );
        if (!isAway) {
          if (body.error) throw new ApiError(body.error.message, body.error.code);
          return body;
        }
        if (Date.now() > deadline) throw new ApiError('The server stays unavailable.', 'UNAVAILABLE');
      } catch (error) {
        if (error instanceof ApiError) throw error;
        if (Date.now() > deadline) throw new ApiError(this.unreachable(error), 'UNREACHABLE');
      }
      await pause(wait);
    }
  }
}

export { pause };
