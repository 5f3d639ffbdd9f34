// Lines of speech become cues on a time line, with the mouth's opening and a mixed sound track.
import { play_song } from './music/songs.mjs';
import { kRate } from './music/instruments.mjs';
import { Track } from './music/mixer.mjs';
import { say } from './music/voice.mjs';

export const kFps = 25;

// clip.lines: [{text, say?, speaker?, pause?}] -> {seconds, cues, mouth(t), audio}
export function speak(clip, { lead = 0.35, tail = 1.3 } = {}) {
  let at = lead;
  const voices = [], cues = clip.lines.map((line) => {
    at += line.pause ?? (voices.length ? 0.3 : 0);
    const samples = say(line.say ?? line.text, line.language ?? clip.language,
      line.speaker ?? clip.speaker);
    const cue = { ...line, start: at, end: at + samples.length / kRate };
    voices.push({ samples, at });
    at = cue.end;
    return cue;
  });
  const seconds = Math.ceil(Math.max(5, at + tail) * kFps) / kFps, voice = new Track(seconds);
  for (const { samples, at: start } of voices) voice.add(samples, start, 1.5);
  const level = envelope(voice.left);
  return { seconds, cues, mouth: (t) => level[Math.floor(t * 50)] ?? 0, audio: bed(clip, voice,
    cues) };
}

// The song under the voice: down while someone speaks, up in the rests.
function bed(clip, voice, cues) {
  const spoken = (t) => cues.some((cue) => t > cue.start - 0.25 && t < cue.end + 0.1);
  voice.lay(play_song(clip.song, { under_voice: true }), (t) => (spoken(t) ? 0.3 : 0.75));
  voice.fade(0.02, 0.5);
  return voice;
}

function envelope(samples) {
  const size = kRate / 50, out = [];
  for (let i = 0; i + size <= samples.length; i += size) {
    let peak = 0;
    for (let j = i; j < i + size; j++) peak = Math.max(peak, Math.abs(samples[j]));
    out.push(Math.min(1, peak * 1.1));
  }
  return out;
}

// The cue heard at t (the last one begun), and how many of its words have been said.
export function cue_at(cues, t) {
  const cue = cues.findLast((one) => t >= one.start - 0.12);
  if (!cue) return null;
  const words = cue.text.split(' '), total = cue.text.length;
  const said = (t - cue.start + 0.12) / (cue.end - cue.start) * total;
  let letters = 0, count = 0;
  for (const word of words) {
    if (letters > said) break;
    count += Math.min(1, Math.max(0.01, (said - letters) / (word.length + 1)));
    letters += word.length + 1;
  }
  return { cue, shown: t > cue.end ? words.length + 2 : count * 1.05 };
}
