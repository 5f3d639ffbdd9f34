// The clips, in the order they are made: the most inviting first, kinds and languages mixed.
// Each names its kind (a file in kinds/), its song and what that kind needs; see kinds/*.mjs.
const said = (text, more = {}) => ({ text, ...more });
const asked = (question, answer, more = {}) => [said(question), said(answer, { pause: 1.0,
  ...more })];

const weather_fr = { kind: 'weather', author: 'soleil_meteo', language: 'fr', speaker: 'alice' };
const joke_fr = { kind: 'joke', author: 'bertille', language: 'fr', speaker: 'bob',
  song: 'mischief' };
const joke_en = { kind: 'joke', author: 'pun_intended', language: 'en', speaker: 'bob',
  song: 'mischief' };
const dance = { kind: 'dance', author: 'pixel_paulo', language: 'en', song: 'chip_picnic' };
const chat_en = { kind: 'chat', author: 'group_chat', language: 'en', song: 'disco_croissant' };
const chat_fr = { kind: 'chat', author: 'plantes_et_cie', language: 'fr', song: 'disco_croissant' };
const recipe_fr = { kind: 'recipe', author: 'mirabelle', language: 'fr', song: 'bossa' };
const recipe_en = { kind: 'recipe', author: 'mirabelle', language: 'en', song: 'bossa' };
const space_en = { kind: 'space', author: 'doctor_comet', language: 'en', speaker: 'bob',
  song: 'low_orbit' };
const space_fr = { kind: 'space', author: 'luce', language: 'fr', speaker: 'alice',
  song: 'low_orbit' };
const idiom_fr = { kind: 'idiom', author: 'mot_a_mot', language: 'fr', speaker: 'alice',
  song: 'petite_valse' };
const idiom_en = { kind: 'idiom', author: 'mot_a_mot', language: 'en', speaker: 'alice',
  song: 'petite_valse' };
const place = { kind: 'landscape', author: 'noor', language: 'en' };
const neat = { kind: 'satisfying', author: 'teo_makes', language: 'en' };

export const kClips = [
  { ...dance, slug: 'cat-fridge', title: 'POV: the fridge opens at 2 a.m.', tags: ['cats', 'dance',
    'pixelart', 'humour'],
    animals: ['cat', 'bunny', 'duck'], text: ['When you hear the fridge', 'at 2 a.m.'],
      colors: ['#2a1f5c', '#7b3f8f'], hue: 0.9 },
  { ...weather_fr, slug: 'meteo-lundi', title: 'La météo de ton lundi', tags: ['meteo', 'lundi',
    'humour'], song: 'sunny_side_up',
    lines: [said('Bonjour ! Ce matin, brouillard épais dans les têtes.'),
      said('Éclaircies dès le deuxième café.'),
      said('Et grand soleil… vendredi, à dix-sept heures !')],
    icons: ['☁', '☕'], colors: ['#3fa9dd', '#ffe1a8', '#5fb878'] },
  { ...neat, slug: 'pendulums', scene: 'pendulums', title: 'Fifteen pendulums, one perfect meeting',
    tags: ['satisfying', 'maths', 'music'],
    sound_title: 'Pendulum Marimba', text: 'Wait for it...', colors: ['#1d1a3f', '#5b2d6e'] },
  { ...chat_en, slug: 'cat-texts', title: 'My cat got a phone', tags: ['cats', 'chat', 'humour'],
    contact: 'The Cat', face: '🐱',
    colors: ['#5b3a8c', '#c2577f'], messages: [['them', 'Where are you'], ['me',
      'At work! I left an hour ago'],
      ['them', 'The bowl is empty'], ['me', 'It is half full'], ['them', 'I can see the bottom'],
        ['them', '🙀']] },
  { ...joke_fr, slug: 'plongeurs', title: 'Pourquoi les plongeurs plongent en arrière',
    tags: ['blague', 'mer', 'humour'], palette: 2,
    icons: ['🤿', '⛵'], lines: asked('Pourquoi les plongeurs plongent-ils toujours en arrière ?',
      'Parce que sinon, ils tombent dans le bateau !') },
  { ...place, slug: 'sunrise', scene: 'sunrise', title: 'Five quiet seconds, twice',
    tags: ['sunrise', 'calm', 'lofi'], song: 'window_lofi',
    text: ['breathe in...', 'and out'], size: [720, 1280] },
  { ...recipe_fr, slug: 'creme-caramel', title: 'Crème caramel : trois ingrédients, zéro reste',
    tags: ['recette', 'dessert', 'cuisine'], text: 'Crème caramel',
    steps: [['🥛', '½ litre de lait'], ['🥚', '4 œufs battus'], ['🍯', 'du caramel, trop']],
    fillings: ['#fffaf0', '#ffe39a', '#f0b550'], dish: '🍮',
    finish: 'Deux heures au frais. Si tu tiens.', colors: ['#ffd6a5', '#c8553d', '#7a4a2b'] },
  { ...space_en, slug: 'venus-day', title: 'A day on Venus is a long, long Monday', tags: ['space',
    'facts', 'humour'],
    lines: [said('A day on Venus is longer than its year.'), said('Imagine the Mondays.',
      { pause: 0.9 })], face: true,
    colors: ['#14123a', '#4a2a5e', '#ffb36b'], surface: ['#c9763a', '#f0b565', '#ffe0a6',
      '#d98d4a'], spin: 0.06, moon: '🚀' },
  { ...idiom_fr, slug: 'poser-un-lapin', title: 'Comment dit-on « poser un lapin » en anglais ?',
    tags: ['expressions', 'anglais', 'langues'],
    text: 'Français / English', icons: ['🐰', '🕰', '😌'], colors: ['#ffe1a8', '#7bd8b4', '#1f7a6c'],
    lines: [said('Poser un lapin à quelqu’un'), said('To stand someone up', { language: 'en' }),
      said('Aucun lapin n’a été blessé.')] },
  { ...dance, slug: 'frog-parking', title: 'Found a parking space', tags: ['frog', 'dance',
    'pixelart', 'humour'], animals: ['frog', 'duck', 'frog'],
    text: ['Me after finding', 'one (1) parking space'], colors: ['#0f4c5c', '#3aa17e'], hue: 0.3,
      song: 'disco_croissant' },
  { kind: 'visualiser', author: 'mirabelle', language: 'fr', slug: 'rayons', scene: 'rays',
    title: 'Le soleil chante avec nous', tags: ['musique', 'soleil', 'bonnehumeur'],
    song: 'sunny_side_up', text: 'la chanson du matin', colors: ['#1f2a5c', '#c7607f', '#ffc145',
      '#ff6f59'] },
  { ...joke_en, slug: 'suitcase', title: 'Emotional baggage', tags: ['jokes', 'travel', 'humour'],
    palette: 4, icons: ['🧳', '😭'],
    lines: asked('I told my suitcase there will be no holiday this year.',
      'Now I have emotional baggage.') },
  { ...chat_fr, slug: 'ficus', title: 'Mon ficus m’écrit encore', tags: ['plantes', 'humour',
    'messages'], contact: 'Le Ficus', face: '🌿',
    colors: ['#1f6f5c', '#b6c454'], messages: [['them', 'Tu m’as arrosé ?'], ['me', 'Oui ! Mardi.'],
      ['them', 'Quel mardi ?'],
      ['me', 'Euh…'], ['them', 'C’était en mars.'], ['them', '🥀']] },
  { ...place, slug: 'ocean', scene: 'ocean', title: 'A small boat with nowhere to be',
    tags: ['ocean', 'calm', 'dolphin'], song: 'tide', text: ['no hurry', 'none at all'] },
  { ...dance, slug: 'pingouin-ferie', title: 'Quand le lundi est férié', tags: ['pingouin', 'danse',
    'lundi', 'humour'], language: 'fr', animals: ['penguin', 'penguin', 'bunny'],
    text: ['Quand tu apprends', 'que lundi est férié'], colors: ['#123a6b', '#59a8d8'], hue: 0.55 },
  { ...space_fr, slug: 'saturne-bain', title: 'Saturne flotterait dans ta baignoire',
    tags: ['espace', 'science', 'humour'],
    lines: [said('Saturne est si légère qu’elle flotterait dans l’eau.'),
      said('Reste à trouver la baignoire.', { pause: 0.8 })],
    colors: ['#10183f', '#35306e', '#ffd9a0'], surface: ['#d8b078', '#f2d9a4', '#c99a62',
      '#f7e7c4'], bands: true, spin: 0.05, ring: '#e8c48e', moon: '🛁' },
  { ...neat, slug: 'spirograph', scene: 'spirograph', title: 'One line, one flower',
    tags: ['satisfying', 'drawing', 'maths'], song: 'tide',
    text: 'One line. No lifting.', gears: [105, 32, 0.82], hue: 0.93, colors: ['#151233',
      '#3a1f5c'], size: [720, 720] },
  { ...idiom_en, slug: 'cats-and-dogs', title: 'What rains in France? Not cats', tags: ['idioms',
    'french', 'languages'], text: 'English / Français',
    icons: ['🐶', '🪢', '☔'], colors: ['#cfe8f7', '#59a8d8', '#23527c'],
      lines: [said('It’s raining cats and dogs'),
      said('Il pleut des cordes', { language: 'fr' }), said('Ropes! Still, take an umbrella.')] },
  { ...place, slug: 'night-train', scene: 'train', title: 'Window seat, last train', tags: ['night',
    'train', 'lofi'], song: 'window_lofi', text: ['next stop: home'] },
  { ...joke_fr, slug: 'imprimante', title: 'Une imprimante à la mer', tags: ['blague', 'bureau',
    'humour'], palette: 5, icons: ['🖨', '🌊'],
    lines: asked('Que dit une imprimante qui tombe à l’eau ?', 'J’ai papier !') },
  { ...dance, slug: 'llama-vendredi', title: 'Vendredi, 17 h 59', tags: ['lama', 'danse',
    'vendredi', 'humour'], language: 'fr', animals: ['llama', 'cat', 'frog'],
    text: ['Moi au bureau', 'vendredi à 17 h 59'], colors: ['#7a2048', '#f08a4b'], hue: 0.02,
      song: 'disco_croissant' },
  { ...space_en, slug: 'sunlight', title: 'Sunlight is always late', tags: ['space', 'sun',
    'facts'], face: true,
    lines: [said('Sunlight takes eight minutes to reach you.'),
      said('So the sun is always fashionably late.', { pause: 0.7 })],
    colors: ['#1b1240', '#6e2a4a', '#ffc145'], surface: ['#ff9e2c', '#ffc145', '#ffdf7a',
      '#ff8c42'], spin: 0.08, lamp: true, moon: '🌍' },
  { ...place, slug: 'rain-city', scene: 'rain', title: 'A yellow coat in the rain', tags: ['rain',
    'city', 'lofi', 'night'], song: 'crickets', text: ['listen'] },
  { ...chat_fr, slug: 'reveil', title: 'Dispute avec mon réveil', tags: ['reveil', 'matin',
    'humour', 'messages'], contact: 'Mon Réveil', face: '⏰',
    colors: ['#27406f', '#8b6bb5'], messages: [['them', 'Debout !'], ['me', 'Cinq minutes'],
      ['them', 'Tu as dit ça hier'],
      ['me', 'Hier aussi j’avais raison'], ['them', 'Ah. On est dimanche.'], ['me', '😭']] },
  { ...idiom_fr, slug: 'poules-dents', title: 'Quand les poules auront des dents',
    tags: ['expressions', 'anglais', 'poules'], text: 'Français / English',
    icons: ['🐔', '🐷', '🙅'], colors: ['#ffd6c2', '#ff9e6d', '#a8402f'],
      lines: [said('Quand les poules auront des dents'),
      said('When pigs fly', { language: 'en' }), said('Dans les deux cas : jamais.')] },
  { ...joke_fr, slug: 'fraise', title: 'Une fraise à cheval', tags: ['blague', 'fraise', 'humour'],
    palette: 3, icons: ['🍓', '🐴'],
    lines: asked('Que fait une fraise sur un cheval ?', 'Tagada, tagada, tagada !') },
  { kind: 'visualiser', author: 'bertille', language: 'fr', slug: 'skyline', scene: 'skyline',
    title: 'La ville danse jusqu’au bout de la rue', tags: ['musique', 'disco', 'ville'],
    song: 'disco_croissant',
    text: 'la ville remue', colors: ['#20164a', '#b03a6e', '#ff9e6d', '#6a4fb0'], size: [960,
      540] },
  { kind: 'generated', author: 'pixel_paulo', language: 'en', slug: 'life',
    title: 'A tiny city with four rules', tags: ['coding', 'life', 'pixelart'], song: 'chip_picnic',
    text: 'nobody is in charge',
      graph: 'life=s=54x96:mold=16:r=12.5:ratio=0.32:seed=7:death_color=#ef476f'
      + ':life_color=#ffd166:mold_color=#241a4f,scale=540:960:flags=neighbor,fps=25' },
  { ...place, slug: 'aurora', scene: 'aurora', title: 'Northern lights over the cabin',
    tags: ['aurora', 'night', 'calm'], song: 'crickets', text: ['look up'] },
  { ...recipe_en, slug: 'guacamole', title: 'Guacamole, then silence', tags: ['recipe', 'avocado',
    'snack'], text: 'Guacamole',
    steps: [['🥑', '3 ripe avocados'], ['🧅', 'half an onion'], ['🍋', '1 squeezed lemon']],
      fillings: ['#b9d67a', '#c9dc8f', '#b6d36b'], dish: '🌮',
      finish: 'Nobody will talk for a while.',
    colors: ['#e4efb0', '#e0703c', '#4f8a3d'] },
].map((clip, i) => ({ ...(clip.language === 'fr' ? french_spaces(clip) : clip),
  seed: 1000 + i * 37 }));

// French sets a space before ? ! : ; and inside « »; a line must not break there, nor in « 17 h 59 ».
function french_spaces(value) {
  if (typeof value === 'string') {
    return value.replace(/ (?=[?!:;»])|(?<=«|\d h) |(?<=\d) (?=[hg]\b|\d)/g, '\u00a0');
  }
  if (Array.isArray(value)) return value.map(french_spaces);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, french_spaces(one)]));
}
