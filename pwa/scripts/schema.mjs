// One SDL file for gql.tada out of the server's graph/*.graphql, with `extend type` folded in.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { buildSchema, printSchema } from 'graphql';

const dir = new URL('../../graph/', import.meta.url);
const sdl = readdirSync(dir)
  .filter((f) => f.endsWith('.graphql'))
  .sort()
  .map((f) => readFileSync(new URL(f, dir), 'utf8'))
  .join('\n');
writeFileSync(new URL('../schema.graphql', import.meta.url), printSchema(buildSchema(sdl)) + '\n');
