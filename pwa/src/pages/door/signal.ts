/** What a person at the door must tell apart without looking: came, left, look here, no. */
export type Tone = 'in' | 'out' | 'warn' | 'bad';
let sound: AudioContext | undefined;
const pitch: Record<Tone, number[]> = { in: [880], out: [880, 587], warn: [660, 660, 660], bad: [220, 180] };
const buzz: Record<Tone, number[]> = { in: [60], out: [40, 60, 40], warn: [60, 80, 60, 80, 60], bad: [300] };

/** A short sound and a buzz, each its own; silent where the phone does not allow it. */
export function signal(tone: Tone) {
  navigator.vibrate?.(buzz[tone]);
  try {
    sound ??= new AudioContext();
    const ctx = sound;
    pitch[tone].forEach((hz, i) => {
      const o = ctx.createOscillator();
      const gain = ctx.createGain();
      o.frequency.value = hz;
      gain.gain.value = 0.12;
      o.connect(gain).connect(ctx.destination);
      o.start(ctx.currentTime + i * 0.16);
      o.stop(ctx.currentTime + i * 0.16 + 0.12);
    });
  } catch {
    // no sound, then
  }
}
