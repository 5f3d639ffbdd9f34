// A region's pass, made outside the server from the secret in its data folder (src/residency/region_keys.cpp).
import { createHash, createHmac, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex"); // Ed25519, then 32 bytes of seed

export function passOf(data, region, method, target, { body = "", now = Date.now() } = {}) {
  const secret = readFileSync(`${data}/secrets/region.key`);
  const seed = createHmac("sha256", secret).update("soleil region signing key v1").digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const hash = createHash("sha256").update(body).digest("base64");
  const text = `soleil pass v1\n${method} ${target}\n${now}\n${hash}`;
  return { Authorization: `Region ${region} ${now} ${sign(null, Buffer.from(text), key).toString("base64")}` };
}
