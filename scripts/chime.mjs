// Makes public/chime.wav, what is heard when a message comes that concerns one: node scripts/chime.mjs
//
// Two soft notes, a fifth apart, each with an octave above it that dies away sooner.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const rate = 11_025;
const length = 0.5;
const notes = [{ at: 0, pitch: 587.33 }, { at: 0.11, pitch: 880 }];

/** One note, in seconds after it was struck. */
const struck = (pitch, time) => {
  if (time < 0) return 0;
  // No click at the beginning.
  const attack = Math.min(1, time / 0.004);
  const wave = (harmonic, decay) => Math.sin(2 * Math.PI * pitch * harmonic * time) * Math.exp(-decay * time);
  return attack * (wave(1, 11) + 0.25 * wave(2, 20));
};

const samples = Math.round(rate * length);
const wav = Buffer.alloc(44 + 2 * samples);
wav.write('RIFF', 0);
wav.writeUInt32LE(wav.length - 8, 4);
wav.write('WAVEfmt ', 8);
wav.writeUInt32LE(16, 16);
wav.writeUInt16LE(1, 20); // PCM
wav.writeUInt16LE(1, 22); // one channel
wav.writeUInt32LE(rate, 24);
wav.writeUInt32LE(2 * rate, 28);
wav.writeUInt16LE(2, 32);
wav.writeUInt16LE(16, 34);
wav.write('data', 36);
wav.writeUInt32LE(2 * samples, 40);
for (let n = 0; n < samples; n++) {
  const time = n / rate;
  const fade = Math.min(1, (length - time) / 0.05);
  const value = notes.reduce((sum, { at, pitch }) => sum + struck(pitch, time - at), 0);
  wav.writeInt16LE(Math.round(9_000 * fade * value), 44 + 2 * n);
}
writeFileSync(join(import.meta.dirname, '../public/chime.wav'), wav);
