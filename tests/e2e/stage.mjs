// What every file of scenes needs: the shared server (made by run.mjs) or one of its own, a
// browser, visitors that are checked and closed.
import { after, before } from 'node:test';
import { launch, scene, Visitor } from './browser.mjs';
import { Api } from './api.mjs';
import { Regions } from './regions.mjs';
import { Server } from './server.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

let handles = 0;
export const freshHandle = (word) => `${word}${process.pid.toString(36)}${++handles}`;

/** One test: opened visitors are closed, a failure leaves their pictures. */
export function play(name, acts) {
  return async () => {
    const visitors = [];
    const servers = [];
    const networks = [];
    const stage = {
      url: process.env.SOLEIL_E2E_URL,
      visit: async (screen, options) => {
        const visitor = await Visitor.open(browser, options?.url ?? stage.url, screen, options);
        visitors.push(visitor);
        return visitor;
      },
      member: (word = 'sunny') => member(stage, word),
      ownServer: async (options) => {
        const server = await new Server(options).start();
        servers.push(server);
        return server;
      },
    };
    stage.regions = async () => {
      const regions = await Regions.open();
      networks.push(regions);
      return regions;
    };
    try {
      await scene(
        () => visitors,
        name,
        () => acts(stage),
      )();
    } finally {
      for (const visitor of visitors) await visitor.close().catch(() => undefined);
      for (const server of servers) await server.stop();
      for (const regions of networks) await regions.close();
    }
  };
}

/** A new account of the shared server, as a tool. */
async function member(stage, word) {
  const api = new Api(stage.url);
  api.handle = freshHandle(word);
  await api.register(api.handle);
  return api;
}

/** The administrator of the shared server. */
export function administrator() {
  const api = new Api(process.env.SOLEIL_E2E_URL);
  const kept = JSON.parse(process.env.SOLEIL_E2E_ADMIN);
  api.cookies = new Map(kept.cookies);
  api.csrf = kept.csrf;
  return api;
}
