/** Words set apart as people set them apart: by any comma, semicolon or line; each once. */
export const tagsOf = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[、,，;；\n]/)
      .map((s) => s.trim())
      .filter(Boolean),
  ),
];
