/** Work in lanes: one after another in a lane, side by side across lanes. */
export class Lanes {
  private readonly tails = new Map<string, Promise<void>>();

  /** Queues `work` behind what its lane is doing. `work` must not throw: a lane has nobody to tell. */
  run(lane: string, work: () => Promise<void>): Promise<void> {
    const tail = (this.tails.get(lane) ?? Promise.resolve()).then(work);
    this.tails.set(lane, tail);
    return tail.finally(() => {
      if (this.tails.get(lane) === tail) this.tails.delete(lane);
    });
  }

  busy(lane: string): boolean {
    return this.tails.has(lane);
  }

  get size(): number {
    return this.tails.size;
  }

  /** Resolves when every lane that is busy now has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.tails.values());
  }
}
