/** Gives each text a small number. Null has one too. */
export class Dictionary {
  readonly #codes = new Map<string | null, number>();
  readonly texts: (string | null)[] = [];

  code(text: string | null): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** For each code whether its text passes. */
  mask(passes: (text: string | null) => boolean): Uint8Array {
    return Uint8Array.from(this.texts, (text) => Number(passes(text)));
  }
}
