interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (o: { formats: string[] }): Detector;
  getSupportedFormats?(): Promise<string[]>;
}
export type CameraFault = 'denied' | 'none' | 'insecure';
type Read = (video: HTMLVideoElement) => Promise<string | undefined>;

/** The phone's own reader where it has one, else the one in JavaScript, which is loaded only then. */
async function reader(): Promise<Read> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (own && (await own.getSupportedFormats?.().catch((): string[] => []))?.includes('qr_code')) {
    const detector = new own({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  }
  const { default: decode } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, 640 / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!ctx || !canvas.width) return undefined;
    ctx.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decode(ctx.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined; // no code in this picture
    }
  };
}

const pause = 120;
/** The same code held still before the camera counts once. */
const again = 3000;

/** Shows the back camera in `video` and calls `found` with each code it sees, until the returned function is called. */
export function watchCamera(video: HTMLVideoElement, found: (text: string) => void, failed: (why: CameraFault) => void): () => void {
  let stopped = false;
  let stream: MediaStream | undefined;
  let awake: WakeLockSentinel | undefined;
  const stop = () => {
    stopped = true;
    for (const t of stream?.getTracks() ?? []) t.stop();
    void awake?.release();
  };
  const fail = (why: CameraFault) => {
    if (stopped) return; // the page closed it
    stop();
    failed(why);
  };
  /** A phone held up to read codes is not touched for minutes. */
  const stayAwake = async () => {
    awake = await navigator.wakeLock?.request('screen').catch(() => undefined); // no power, or not known here
    if (stopped) void awake?.release();
  };
  const run = async () => {
    if (!navigator.mediaDevices) {
      fail(isSecureContext ? 'none' : 'insecure');
      return;
    }
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
    if (stopped) {
      stop();
      return;
    }
    // Another app took the camera, or it was unplugged: a frozen picture would look as if it still read.
    for (const t of stream.getVideoTracks()) t.addEventListener('ended', () => fail('none'));
    video.srcObject = stream;
    await video.play();
    void stayAwake();
    const read = await reader();
    let last = '';
    let at = 0;
    const look = async () => {
      if (stopped) return;
      const text = await read(video).catch(() => undefined);
      if (text && (text !== last || Date.now() - at > again)) {
        last = text;
        found(text);
      }
      if (text) at = Date.now();
      setTimeout(() => void look(), pause);
    };
    void look();
  };
  run().catch((e: unknown) => fail(e instanceof DOMException && e.name === 'NotAllowedError' ? 'denied' : 'none'));
  return stop;
}
