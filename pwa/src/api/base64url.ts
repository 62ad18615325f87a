/** The bytes of base64url in the only way in which they can be written; undefined for anything else. */
export function bytesOf(coded: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(coded)) return undefined;
  try {
    const text = atob(coded.replaceAll('-', '+').replaceAll('_', '/'));
    const same = btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    return same === coded ? Uint8Array.from(text, (c) => c.charCodeAt(0)) : undefined;
  } catch {
    return undefined;
  }
}
