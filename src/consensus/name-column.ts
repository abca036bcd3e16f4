/** A column of names as numbers: each row holds the place of its name among the names, which are kept once. */
export class NameColumn {
  private readonly places = new Map<string, number>();
  private rows = new Int32Array(1024);
  private length = 0;

  /** Adds a row, and tells the place of its name. */
  push(name: string): number {
    let place = this.places.get(name);
    if (place === undefined) {
      place = this.places.size;
      // A copy: a piece of a line would keep the whole block of the file alive that it was cut from.
      this.places.set(Buffer.from(name).toString(), place);
    }
    if (this.length === this.rows.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.rows);
      this.rows = grown;
    }
    this.rows[this.length] = place;
    this.length += 1;
    return place;
  }

  get distinct(): number {
    return this.places.size;
  }

  /** In the order of their first row. */
  names(): string[] {
    return [...this.places.keys()];
  }

  /** For each row the place of its name. */
  placeOfRow(): Int32Array {
    return this.rows.slice(0, this.length);
  }
}
