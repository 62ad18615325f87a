import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import encode from 'qr';

/** What Chromium's false camera shows. */
export const film = join(mkdtempSync(join(tmpdir(), 'linli-camera-')), 'film.y4m');
const width = 640;
const height = 480;

/** Films a text as a QR code held before the camera: black on white, in the middle, read anew each time the camera opens. */
export function show(text: string) {
  const code = encode(text, 'raw', { ecc: 'medium', border: 4 });
  const dot = Math.floor(height / code.length);
  const [left, top] = [width, height].map((side) => Math.floor((side - dot * code.length) / 2)) as [number, number];
  const luma = Buffer.alloc(width * height, 235);
  code.forEach((row, y) =>
    row.forEach((black, x) => {
      if (!black) return;
      for (let i = 0; i < dot; i++) luma.fill(16, (top + y * dot + i) * width + left + x * dot, (top + y * dot + i) * width + left + (x + 1) * dot);
    }),
  );
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colour]);
  writeFileSync(film, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]));
}
