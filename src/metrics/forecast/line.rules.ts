/** People in the order in which they are free; of two at the same time whoever came first. None is in it twice. */
export class Line {
  /** whoever is next comes last */
  private readonly people: number[] = [];

  /**
   * @param free by person: from when, which does not change while they stand in the line
   * @param place by person: the place in which they came
   */
  constructor(
    private readonly free: Float64Array,
    private readonly place: Int32Array,
  ) {}

  add(person: number): void {
    let [from, to] = [0, this.people.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.isAfter(this.people[middle]!, person)) from = middle + 1;
      else to = middle;
    }
    this.people.splice(from, 0, person);
  }

  next(): number | undefined {
    return this.people.pop();
  }

  clear(): void {
    this.people.length = 0;
  }

  private isAfter(one: number, other: number): boolean {
    const [a, b] = [this.free[one]!, this.free[other]!];
    return a > b || (a === b && this.place[one]! > this.place[other]!);
  }
}
