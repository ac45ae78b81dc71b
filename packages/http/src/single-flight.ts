/** Gives all who ask for the same thing at the same time one computation. */
export interface SingleFlight<T> {
  /** Whether a caller would join a computation of `key` rather than start one. */
  has(key: string): boolean;
  /**
   * Joins the computation of `key`, or starts it. A caller leaves by its own `signal`; when the last of them
   * has left, the computation's signal is aborted.
   */
  run(key: string, compute: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createSingleFlight<T>(): SingleFlight<T> {
  interface Flight {
    readonly result: Promise<T>;
    readonly controller: AbortController;
    waiting: number;
  }
  const flights = new Map<string, Flight>();

  function start(key: string, compute: (signal: AbortSignal) => Promise<T>): Flight {
    const controller = new AbortController();
    const flight: Flight = {
      controller,
      waiting: 0,
      result: compute(controller.signal).finally(() => land(key, flight)),
    };
    // Whoever waits sees the failure; when nobody does any more, it is nobody's business.
    flight.result.catch(() => undefined);
    flights.set(key, flight);
    return flight;
  }

  function land(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return {
    has: (key) => flights.has(key),
    async run(key, compute, signal) {
      signal?.throwIfAborted();
      const flight = flights.get(key) ?? start(key, compute);
      flight.waiting++;
      const gone = Promise.withResolvers<never>();
      const leave = (): void => gone.reject(signal?.reason);
      signal?.addEventListener("abort", leave, { once: true });
      try {
        return await Promise.race([flight.result, gone.promise]);
      } finally {
        signal?.removeEventListener("abort", leave);
        flight.waiting--;
        if (flight.waiting === 0) {
          // Whoever comes after the last one has left must not join a computation that is being cancelled.
          land(key, flight);
          flight.controller.abort(signal?.reason);
        }
      }
    },
  };
}
