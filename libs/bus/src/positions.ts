/** How far aggregates were handled, as far as is remembered: at most `most`; older ones are forgotten. Positions only grow. */
export class Positions {
  private now = new Map<string, number>();
  private before = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** Undefined when it is not remembered. */
  at(aggregate: string): number | undefined {
    return this.now.get(aggregate) ?? this.before.get(aggregate);
  }

  /** Two halves change places, so that nothing has to be sorted by age. */
  moved(aggregate: string, seq: number): void {
    this.now.set(aggregate, seq);
    if (this.now.size * 2 < this.most) return;
    this.before = this.now;
    this.now = new Map();
  }

  forget(aggregate: string): void {
    this.now.delete(aggregate);
    this.before.delete(aggregate);
  }
}
