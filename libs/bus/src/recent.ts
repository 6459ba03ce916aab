/** The last ids that were added, at most `most`; older ones are forgotten. */
export class Recent {
  private now = new Set<string>();
  private before = new Set<string>();

  constructor(private readonly most: number) {}

  has(id: string): boolean {
    return this.now.has(id) || this.before.has(id);
  }

  /** Two halves change places, so that nothing has to be sorted by age. */
  add(id: string): void {
    this.now.add(id);
    if (this.now.size * 2 < this.most) return;
    this.before = this.now;
    this.now = new Set();
  }
}
