export interface Drawn {
  /** modules on a side, the quiet border included */
  size: number;
  /** of an SVG, one unit a module */
  path: string;
}
/** Draws a code; the encoder is loaded when first needed. `low`: fewer and larger modules, for clean paper of which each may be small. */
export async function draw(text: string, ecc: 'low' | 'medium' = 'medium'): Promise<Drawn> {
  const { default: encode } = await import('qr');
  const rows = encode(text, 'raw', { ecc, border: 2 });
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
    }
  });
  return { size: rows.length, path };
}
