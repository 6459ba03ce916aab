/** Polls an expectation until it holds; after `withinMs` the last failure is thrown. */
export async function eventually<T>(expectation: () => T | Promise<T>, withinMs = 10_000): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
}
