// Speed and time left from the bytes acknowledged lately. The window forgets a stall after a few
// seconds, so the figure follows the network instead of the average since the start.
const kWindowMs = 8_000;

export class Rate {
  #samples: { at_ms: number; bytes: number }[] = [];

  add(at_ms: number, bytes: number): void {
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) this.#samples = []; // the server knew less than we thought
    this.#samples.push({ at_ms, bytes });
    while (this.#samples.length > 2 && at_ms - this.#samples[0]!.at_ms > kWindowMs) {
      this.#samples.shift();
    }
  }

  reset(): void {
    this.#samples = [];
  }

  bytes_per_second(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at_ms - first.at_ms < 250) return 0;
    return ((last.bytes - first.bytes) * 1000) / (last.at_ms - first.at_ms);
  }

  seconds_left(bytes_left: number): number | undefined {
    const speed = this.bytes_per_second();
    return speed > 0 ? bytes_left / speed : undefined;
  }
}
