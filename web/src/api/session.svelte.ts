// Who is here, for every screen.
import { ask_session, call, remember_session } from './client';
import type { Hello, Me, Session } from './types';

class Here {
  session = $state<Session>();
  server = $state<Hello>();
  online = $state(navigator.onLine);
  known = $derived(this.session !== undefined);

  get me(): Me | undefined {
    return this.session?.account;
  }

  may(role: 'moderator' | 'administrator'): boolean {
    const mine = this.me?.role;
    return mine === 'administrator' || mine === role;
  }

  // The register of requests of governments: a duty beside the roles.
  get keeps_register(): boolean {
    return this.me?.duties.includes('legal') ?? false;
  }

  // Has something to do in the console.
  get is_staff(): boolean {
    return this.may('moderator') || this.keeps_register;
  }

  async load() {
    const [session, server] = await Promise.all([ask_session(), call('get', '/api/v1/hello')]);
    this.session = session;
    this.server = server;
  }

  // After signing in, registering, or editing oneself.
  now(session: Session) {
    remember_session(session);
    this.session = session;
  }

  async sign_out() {
    await call('delete', '/api/v1/session');
    this.session = await ask_session(true);
  }
}

export const here = new Here();
addEventListener('online', () => (here.online = true));
addEventListener('offline', () => (here.online = false));
