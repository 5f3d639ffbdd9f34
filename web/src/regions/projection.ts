// Equal Earth (Šavrič, Patterson, Jenny 2018, doi:10.1080/13658816.2018.1504949): countries keep
// their true areas. The map leaves out Antarctica, where nobody is at home.
export const kWidth = 1200;
export const kHeight = 510;

const A1 = 1.340264;
const A2 = -0.081106;
const A3 = 0.000893;
const A4 = 0.003796;
const kRoot = Math.sqrt(3) / 2;
const kScale = kWidth / (5.41326 * 1.03); // the equator is 2 * 2.7066 long; a little is left free
const kEquator = 284;

/** Degrees to the map's own units: x to the right, y down. */
export function project(longitude: number, latitude: number): [x: number, y: number] {
  const lambda = (longitude * Math.PI) / 180;
  const theta = Math.asin(kRoot * Math.sin((latitude * Math.PI) / 180));
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  const slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2);
  const x = (lambda * Math.cos(theta)) / (kRoot * slope);
  const y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
  return [kWidth / 2 + x * kScale, kEquator - y * kScale];
}
