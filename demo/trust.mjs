// What the demo says about itself in the trust centre: claims and answers to rumours, by the same API as everybody's, in
// English and French, and true of a demo on one machine. A second run finds its own entries and says nothing again.
// node demo/trust.mjs --server URL --data DIR, with the administrator's token in DIR/demo-token.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const kTries = 40, kWaitMs = 1000;

export const kClaims = [
  {
    id: 'home', check: 'home',
    said: { en: 'This is a demo: everything it keeps is on the machine that runs it.',
      fr: 'Ceci est une démonstration : tout ce qu’elle garde est sur la machine qui la fait tourner.' },
  },
  { id: 'no-disclosure', check: 'no_disclosure' },
];

const evidence = (url, en, fr) => ({ url, what: { en, fr } });

export const kRumours = [
  {
    id: 'the-people-are-invented', verdict: 'true',
    said: 'The people in these videos do not exist',
    answer: {
      en: 'Every author, joke, song and picture here was made by a program, so that there is something to watch on the first day. Nobody’s face, voice or video was taken.\n\nPeople who sign up beside them are real.',
      fr: 'Auteurs, blagues, chansons et images ont été faits par un programme, pour qu’il y ait de quoi regarder le premier jour. Aucun visage, aucune voix, aucune vidéo n’a été pris à quelqu’un.\n\nCelles et ceux qui s’inscrivent à côté d’eux sont bien réels.',
    },
    evidence: [],
  },
  {
    id: 'the-feed-reads-your-contacts', verdict: 'false',
    said: 'The feed knows whom you know',
    answer: {
      en: 'What you watch, skip, like and say no to is all that ranks your feed; whom you follow is a list of its own. Under each video, “Why this video” shows the sum by which it came, and the rules are published with their history.',
      fr: 'Seul compte ce que vous regardez, passez, aimez ou refusez ; qui vous suivez a sa propre liste. Sous chaque vidéo, « Pourquoi cette vidéo » montre le calcul qui l’a amenée, et les règles sont publiées avec leur histoire.',
    },
    evidence: [evidence('/about/feed', 'How the feed works, with the rules in force',
      'Comment marche le fil, avec les règles en vigueur')],
  },
  {
    id: 'staff-can-read-everything', verdict: 'partly',
    said: 'Whoever runs the server can read everything',
    answer: {
      en: 'What is sealed (your mutes, the names of your files, what you write to moderators, the country you live in) is opened for a person only when two others agree and the public log has it; you see each time. What was watched is sealed on the disk, but a running server can read it; likes, follows and the files you send are in clear, and on this demo one person is operator, log and machine all at once.',
      fr: 'Ce qui est scellé (vos sourdines, les noms de vos fichiers, ce que vous écrivez à la modération, votre pays) n’est ouvert à une personne que si deux autres l’acceptent et que le registre public l’inscrit ; vous voyez chaque fois. Ce qui a été regardé est scellé sur le disque, mais un serveur en marche le lit ; les j’aime, les abonnements et les fichiers envoyés sont en clair, et dans cette démonstration une seule personne est à la fois l’exploitant, le registre et la machine.',
    },
    evidence: [evidence('/about/data', 'All that is kept, and who may read it',
      'Tout ce qui est gardé, et qui peut le lire')],
  },
  {
    id: 'the-witness-is-the-same-machine', verdict: 'true',
    said: 'The demo is its own witness',
    answer: {
      en: 'The logs here are cosigned by a witness that runs beside the demo, on the same machine: you see how it works, but it proves nothing to a stranger. A real site asks witnesses that others run.',
      fr: 'Les registres sont contresignés ici par un témoin qui tourne à côté de la démonstration, sur la même machine : on voit comment cela marche, mais cela ne prouve rien à un inconnu. Un vrai site demande des témoins que d’autres font tourner.',
    },
    evidence: [evidence('/ledger/trust-policy', 'Who must cosign', 'Qui doit contresigner')],
  },
];

// `ask(method, path, body)` answers as the API does, or throws. How many entries were made.
export async function tell_trust(ask, { witnessed }) {
  const { claims } = await ask('GET', '/api/v1/admin/claims');
  const { rumours } = await ask('GET', '/api/v1/admin/rumours');
  const known = (list, { id }) => list.some((one) => one.id === id);
  const today = new Date().toISOString().slice(0, 10);
  const new_claims = kClaims.filter((one) => !known(claims, one))
    .map((one) => (one.check === 'no_disclosure' ? { ...one, from: today } : one));
  const new_rumours = kRumours.filter((one) => !known(rumours, one)
    && (witnessed || one.id !== 'the-witness-is-the-same-machine'));
  for (const claim of new_claims) await ask('POST', '/api/v1/admin/claims', claim);
  for (const rumour of new_rumours) await ask('POST', '/api/v1/admin/rumours', rumour);
  return new_claims.length + new_rumours.length;
}

async function main(args) {
  const value = (name) => args[args.indexOf(name) + 1];
  if (!args.includes('--server') || !args.includes('--data'))
    throw new Error('usage: demo/trust.mjs --server URL --data DIR');
  const server = value('--server').replace(/\/$/, '');
  // A server that starts, and writes its token anew, is asked again.
  const patiently = async (ask_once) => {
    for (let left = kTries; ; left--) {
      const answer = await ask_once().catch((error) => error);
      const not_yet = answer instanceof Error || [401, 429, 503].includes(answer.status);
      if (!not_yet) return answer;
      if (!left) throw new Error(`${server} does not answer: ${answer.status ?? answer.message}`);
      await sleep(kWaitMs);
    }
  };
  const token = () => readFileSync(join(value('--data'), 'demo-token'), 'utf8').trim();
  const ask = async (method, path, body) => {
    const answer = await patiently(() => fetch(server + path, { method,
      body: body && JSON.stringify(body),
      headers: { Authorization: `Bearer ${token()}`, 'Content-Type': 'application/json' } }));
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const policy = await (await patiently(() => fetch(`${server}/ledger/trust-policy`))).text();
  const said = await tell_trust(ask, { witnessed: !/^quorum none$/m.test(policy) });
  process.stderr.write(`demo trust said=${said}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`demo: ${error.message}\n`);
    process.exitCode = 1;
  });
}
