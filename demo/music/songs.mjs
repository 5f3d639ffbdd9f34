// The songs, as data: chords a bar, patterns of sixteen steps, and the sequencer that plays them.
// In a pattern '.' rests; a digit is a chord tone (0 root, 1 third, 2 fifth, 3 next …); 'x'
// strikes all
// chord tones (or the drum). A pattern list goes round bar by bar. `melody` is midi numbers by
// eighths.
import { midi_hz, note } from './instruments.mjs';
import { Track } from './mixer.mjs';

const kChords = { '': [0, 4, 7], m: [0, 3, 7], 7: [0, 4, 7, 10], maj7: [0, 4, 7, 11],
  m7: [0, 3, 7, 10], 6: [0, 4, 7, 9], dim: [0, 3, 6, 9], sus: [0, 5, 7] };
const kRoots = { C: 0, 'C#': 1, D: 2, Eb: 3, E: 4, F: 5, 'F#': 6, G: 7, Ab: 8, A: 9, Bb: 10,
  B: 11 };
const kDrums = new Set(['kick', 'snare', 'hat', 'open_hat', 'shaker', 'clap', 'brush', 'rim']);

export const kSongs = {
  sunny_side_up: { title: 'Sunny Side Up', author: 'mirabelle', bpm: 112,
    chords: ['C', 'G', 'Am', 'F'],
    tracks: [
      { voice: 'pluck', gain: 0.34, octave: 5, pan: -0.35, hold: 0.5, steps: 'x..x..x.x.xx..x.' },
      { voice: 'bass', gain: 0.5, octave: 3, hold: 0.4, steps: '0.....2.0...2...' },
      { voice: 'marimba', gain: 0.4, pan: 0.35, melody: [[76, 0, 79, 76, 0, 74, 72, 0],
        [74, 0, 79, 74, 0, 71, 67, 0], [72, 0, 76, 81, 0, 79, 76, 0], [77, 0, 76, 74, 72, 0, 74,
          0]] },
      { voice: 'kick', gain: 0.55, steps: 'x.......x.......' },
      { voice: 'clap', gain: 0.22, steps: '....x.......x...' },
      { voice: 'shaker', gain: 0.13, pan: 0.2, steps: 'x.x.x.x.x.x.x.xx' }] },
  window_lofi: { title: 'Lo-fi at the Window', author: 'noor', bpm: 88, swing: 0.16,
    chords: ['Fmaj7', 'Em7', 'Dm7', 'Cmaj7'],
    tracks: [
      { voice: 'rhodes', gain: 0.24, octave: 4, hold: 2.4, steps: 'x.........x.....' },
      { voice: 'bass', gain: 0.52, octave: 2, hold: 0.8, steps: '0.....0..2......' },
      { voice: 'bell', gain: 0.13, pan: 0.4, melody: [[0, 0, 76, 0, 0, 72, 0, 0],
        [0, 74, 0, 71, 0, 0, 0, 0], [0, 0, 77, 0, 74, 0, 0, 72], [0, 71, 0, 0, 67, 0, 0, 0]] },
      { voice: 'kick', gain: 0.6, steps: 'x.....x...x.....' },
      { voice: 'brush', gain: 0.35, steps: '....x.......x...' },
      { voice: 'hat', gain: 0.09, pan: -0.3, steps: 'x.x.x.x.x.x.x.x.' }] },
  mischief: { title: 'Pizzicato Mischief', author: 'bertille', bpm: 124, swing: 0.12,
    chords: ['Dm', 'Dm', 'Gm', 'A7'],
    tracks: [
      { voice: 'pizz', gain: 0.6, octave: 3, hold: 0.5, steps: '0...2...0...2...' },
      { voice: 'pizz', gain: 0.32, octave: 5, pan: 0.3, hold: 0.5, steps: '..x...x...x...x.' },
      { voice: 'marimba', gain: 0.42, pan: -0.3, melody: [[74, 0, 77, 76, 74, 0, 69, 0],
        [0, 0, 69, 70, 69, 0, 0, 0], [79, 0, 82, 81, 79, 0, 74, 0], [73, 0, 76, 0, 69, 0, 0, 0]] },
      { voice: 'rim', gain: 0.25, steps: '....x.......x.x.' },
      { voice: 'shaker', gain: 0.08, steps: 'x.x.x.x.x.x.x.x.' }] },
  disco_croissant: { title: 'Disco Croissant', author: 'bertille', bpm: 120,
    chords: ['Am7', 'Dm7', 'G7', 'Cmaj7'],
    tracks: [
      { voice: 'bass', gain: 0.55, octave: 2, hold: 0.22, steps: '0.3.0.3.0.3.0.32' },
      { voice: 'guitar', gain: 0.3, octave: 5, pan: -0.4, hold: 0.16, steps: '..x.x..x..x.x.xx' },
      { voice: 'brass', gain: 0.26, octave: 5, pan: 0.3, hold: 0.2,
        steps: ['x..x......x.....', '................', 'x..x......x.....', '....x.x.x.......'] },
      { voice: 'kick', gain: 0.7, steps: 'x...x...x...x...' },
      { voice: 'clap', gain: 0.3, steps: '....x.......x...' },
      { voice: 'open_hat', gain: 0.11, steps: '..x...x...x...x.' },
      { voice: 'hat', gain: 0.08, pan: 0.3, steps: 'xxxxxxxxxxxxxxxx' }] },
  bossa: { title: 'Bossa du dimanche', author: 'mirabelle', bpm: 100,
    chords: ['Cmaj7', 'A7', 'Dm7', 'G7'],
    tracks: [
      { voice: 'guitar', gain: 0.34, octave: 4, pan: -0.25, hold: 0.5, steps: 'x..x..x...x..x..' },
      { voice: 'bass', gain: 0.5, octave: 2, hold: 0.6, steps: '0.....2.2.....0.' },
      { voice: 'flute', gain: 0.17, pan: 0.25, hold: 0.3, melody: [[79, 0, 76, 0, 83, 81, 79, 0],
        [0, 76, 0, 73, 0, 76, 79, 0], [77, 0, 74, 0, 81, 79, 77, 0], [0, 74, 71, 0, 74, 0, 0, 0]] },
      { voice: 'rim', gain: 0.22, pan: 0.3, steps: 'x..x..x...x..x..' },
      { voice: 'shaker', gain: 0.12, steps: 'xxxxxxxxxxxxxxxx' },
      { voice: 'kick', gain: 0.35, steps: 'x.....x.x.....x.' }] },
  low_orbit: { title: 'Low Orbit', author: 'noor', bpm: 96,
    chords: ['Am7', 'Fmaj7', 'Cmaj7', 'G6'],
    tracks: [
      { voice: 'pad', gain: 0.34, octave: 4, hold: 2.6, steps: 'x...............' },
      { voice: 'bell', gain: 0.15, octave: 5, pan: 0.4, steps: '0.1.2.3.4.3.2.1.' },
      { voice: 'rhodes', gain: 0.12, octave: 5, pan: -0.4, hold: 0.6, steps: '...2.....4....1.' },
      { voice: 'bass', gain: 0.5, octave: 2, hold: 1.6, steps: '0.........0.....' },
      { voice: 'kick', gain: 0.4, steps: 'x.........x.....' }] },
  chip_picnic: { title: 'Chiptune Picnic', author: 'pixel_paulo', bpm: 132,
    chords: ['F', 'C', 'Dm', 'Bb'],
    tracks: [
      { voice: 'chip', gain: 0.2, octave: 5, pan: -0.3, hold: 0.14, steps: '0123210301232103' },
      { voice: 'chip', gain: 0.34, octave: 3, hold: 0.2, steps: '0..0..0.0..0..2.' },
      { voice: 'chip', gain: 0.3, pan: 0.25, hold: 0.3, melody: [[77, 0, 81, 84, 0, 81, 77, 0],
        [79, 0, 76, 72, 0, 76, 79, 0], [81, 0, 77, 74, 0, 77, 81, 84], [82, 0, 81, 79, 77, 0, 0,
          0]] },
      { voice: 'kick', gain: 0.55, steps: 'x...x...x...x...' },
      { voice: 'snare', gain: 0.3, steps: '....x.......x..x' },
      { voice: 'hat', gain: 0.1, steps: '..x...x...x...x.' }] },
  petite_valse: { title: 'Petite valse du quai', author: 'bertille', bpm: 152, beats: 3,
    chords: ['Am', 'Am', 'Dm', 'E7', 'Am', 'F', 'E7', 'Am'],
    tracks: [
      { voice: 'accordion', gain: 0.24, pan: 0.15, hold: 0.45, melody: [[76, 0, 0, 77, 76, 75],
        [76, 0, 72, 0, 69, 0], [74, 0, 0, 76, 74, 73], [74, 0, 71, 0, 68, 0],
        [72, 0, 0, 74, 72, 71], [72, 0, 69, 0, 65, 0], [71, 0, 74, 0, 71, 68], [69, 0, 0, 0, 0,
          0]] },
      { voice: 'bass', gain: 0.5, octave: 2, hold: 0.4, steps: '0...........' },
      { voice: 'guitar', gain: 0.34, octave: 4, pan: -0.3, hold: 0.3, steps: '....x...x...' },
      { voice: 'brush', gain: 0.14, steps: '....x...x...' }] },
  tide: { title: 'Marimba Tide', author: 'teo_makes', bpm: 92,
    chords: ['Dmaj7', 'Bm7', 'Gmaj7', 'A6'],
    tracks: [
      { voice: 'marimba', gain: 0.34, octave: 4, pan: -0.2, steps: '0.2.1.3.2.1.3.2.' },
      { voice: 'marimba', gain: 0.2, octave: 5, pan: 0.4, steps: '...1....2....3..' },
      { voice: 'pad', gain: 0.2, octave: 4, hold: 2.8, steps: 'x...............' },
      { voice: 'bass', gain: 0.45, octave: 2, hold: 1.2, steps: '0.........2.....' },
      { voice: 'shaker', gain: 0.07, steps: '..x...x...x...x.' }] },
  crickets: { title: 'Fireflies, Slowly', author: 'noor', bpm: 92,
    chords: ['Emaj7', 'C#m7', 'Amaj7', 'B6'],
    tracks: [
      { voice: 'guitar', gain: 0.4, octave: 4, pan: -0.15, hold: 1.6, steps: '0.2.3.4.2.3.1.2.' },
      { voice: 'bell', gain: 0.1, octave: 6, pan: 0.4, steps: '......2.......1.' },
      { voice: 'pad', gain: 0.16, octave: 4, hold: 3.2, steps: 'x...............' },
      { voice: 'bass', gain: 0.4, octave: 2, hold: 2, steps: '0...............' }] },
};

export function song_seconds(key, bars = kSongs[key].chords.length) {
  const song = kSongs[key];
  return bars * (song.beats ?? 4) * 60 / song.bpm;
}

function chord_tones(name) {
  const [, root, kind] = /^([A-G][#b]?)(.*)$/.exec(name);
  return kChords[kind].map((step) => kRoots[root] + step);
}

// One seamless round of the song; `under_voice` plays the melody softly.
export function play_song(key, { under_voice = false } = {}) {
  const song = kSongs[key], bars = song.chords.length, track = new Track(song_seconds(key));
  for (const part of song.tracks) {
    for (let bar = 0; bar < bars; bar++) {
      if (part.melody) play_melody(track, song, part, bar, under_voice ? 0.35 : 1);
      else play_steps(track, song, part, bar);
    }
  }
  track.room();
  return track;
}

function step_seconds(song, bar, step) {
  const sixteenth = 15 / song.bpm, late = step % 2 ? (song.swing ?? 0) * sixteenth : 0;
  return (bar * (song.beats ?? 4) * 4 + step) * sixteenth + late;
}

function play_steps(track, song, part, bar) {
  const steps = Array.isArray(part.steps) ? part.steps[bar % part.steps.length] : part.steps;
  const tones = chord_tones(song.chords[bar]), base = 12 * (part.octave ?? 4);
  for (let step = 0; step < steps.length; step++) {
    if (steps[step] === '.') continue;
    const at = step_seconds(song, bar, step), pan = part.pan ?? 0;
    const accent = step % 4 === 0 ? 1 : 0.82;
    if (kDrums.has(part.voice)) {
      track.add(note(part.voice, 0, 0), at, part.gain * accent, pan, true);
    } else if (steps[step] === 'x') {
      tones.forEach((tone, i) => track.add(note(part.voice, midi_hz(base + tone), part.hold ?? 0.5),
        at + i * 0.012, part.gain * accent * 0.6, pan, true));
    } else {
      const index = Number(steps[step]);
      const tone = tones[index % tones.length] + 12 * Math.floor(index / tones.length);
      track.add(note(part.voice, midi_hz(base + tone), part.hold ?? 0.5), at, part.gain * accent,
        pan,
        true);
    }
  }
}

function play_melody(track, song, part, bar, level) {
  const line = part.melody[bar % part.melody.length];
  line.forEach((midi, eighth) => {
    if (!midi) return;
    const samples = note(part.voice, midi_hz(midi), part.hold ?? 0.4);
    track.add(samples, step_seconds(song, bar, eighth * 2), part.gain * level, part.pan ?? 0, true);
  });
}

