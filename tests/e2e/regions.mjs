// Virginia, Dublin and Singapore as real servers with the real client, and the vault in Singapore.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { World } from '../residency/world.mjs';
import { Api } from './api.mjs';
import { binary, freePort, root } from './server.mjs';

export class Regions {
  /** `backup`: each home is copied to the vault. */
  static async open({ backup = true } = {}) {
    const all = new Regions();
    all.vaultPort = await freePort();
    all.vault = `http://127.0.0.1:${all.vaultPort}`;
    all.world = new World(binary());
    const config = (region) =>
      backup && region.backup ? `[backup]\nvault = "${all.vault}"\n` : '';
    await all.world.open({ config, web: `${root}/web/dist` });
    if (backup) all.#keep();
    return all;
  }

  #keep() {
    const { folder } = this.world;
    const own = ['--data', join(folder, 'singapore', 'vault'), '--port', String(this.vaultPort)];
    const args = ['backup', 'serve', ...own, '--deployment', join(folder, 'deployment.json')];
    this.keeper = spawn(binary(), args, { stdio: 'ignore' });
  }

  url(id) {
    return `http://${id}.localhost:${this.world.servers[id].port}`;
  }

  /** A tool's way in: only browsers know that *.localhost is this machine. */
  #tool(id) {
    return new Api(`http://127.0.0.1:${this.world.servers[id].port}`);
  }

  /** The first administrator of that region, as a tool. */
  async administrator(id) {
    const api = this.#tool(id);
    await api.useLink(`#${this.world.servers[id].link()}`);
    return api;
  }

  /** Somebody who lives there, as a tool. */
  async resident(id, handle, country) {
    const api = this.#tool(id);
    await api.guest();
    const password = 'a sunny password';
    const body = { handle, password, display_name: handle, language: 'en', country };
    const session = await api.json('POST', '/api/v1/accounts', body);
    api.csrf = session.csrf;
    api.handle = handle;
    return api;
  }

  /** Until that region knows a public video of another's. */
  async shows(id, video) {
    const guest = this.#tool(id);
    await guest.guest();
    for (const until = Date.now() + 20_000; Date.now() < until; await pause(200))
      if ((await guest.call('GET', `/api/v1/videos/${video}`)).status === 200) return;
    throw new Error(`${id} never showed ${video}`);
  }

  /** As an operator would: the recovery file, then a drill approved by two; once there is a backup. */
  async drill(id, approvers) {
    const server = this.world.servers[id];
    const folder = mkdtempSync(join(tmpdir(), 'soleil-drill-'));
    const recovery = join(folder, 'recovery.json');
    const soleil = (...args) => spawnSync(binary(), ['backup', ...args], { encoding: 'utf8' });
    const config = join(server.folder, 'soleil.toml');
    const made = soleil('recovery', '--data', server.data, '--config', config, '--out', recovery);
    const from = ['--from', this.vault, '--recovery', recovery, '--into', join(folder, 'data')];
    const by = approvers.flatMap((who) => ['--approved-by', who]);
    let done = soleil('drill', ...from, ...by);
    for (const until = Date.now() + 20_000; done.status && Date.now() < until; await pause(300))
      done = soleil('drill', ...from, ...by);
    rmSync(folder, { recursive: true, force: true });
    if (made.status || done.status) throw new Error(`drill: ${made.stderr} ${done.stderr}`);
    return done.stdout;
  }

  async close() {
    await this.world.close();
    this.keeper?.kill('SIGTERM');
  }
}
