/** What a site knows about one request: the door fills it, loaders and actions read it. */

/** An answer of the door's own HTTP API. */
export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON, or null when the body was empty. */
  readonly body: unknown;
}

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path under the origin, `/api/v1/search?text=…`. */
  readonly path: string;
  readonly body?: unknown;
  /** A file instead of JSON. */
  readonly bytes?: Uint8Array;
  readonly idempotencyKey?: string | null;
}

export interface Visit {
  /** Calls the API as the visitor: same cookie, address, origin and trace. Set-Cookie answers reach the visitor. */
  readonly call: (call: ApiCall) => Promise<ApiAnswer>;
  /** Of this response's Content-Security-Policy. */
  readonly nonce: string;
  /** Business time when the request came. */
  readonly now: Date;
  /** 32 hex digits; what an operator searches for. */
  readonly traceId: string;
  /** Reports a rendering fault to the operator. */
  readonly report: (error: unknown) => void;
}
