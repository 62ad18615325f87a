import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/graphql-env';

/** Writes a typed document: `graphql('query …', [fragments])`. Result and variables follow from the SDL. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { ID: string; Time: string; Cursor: string };
  disableMasking: true;
}>();

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';
type Enum<Name extends keyof introspection['types']> = introspection['types'][Name] extends { enumValues: infer V } ? V : never;
export type EventKind = Enum<'EventKind'>;
export type EventStatus = Enum<'EventStatus'>;
export type SignUpStatus = Enum<'SignUpStatus'>;
export type NoticeKind = Enum<'NoticeKind'>;
export type Role = Enum<'Role'>;
export type UnitLevel = Enum<'UnitLevel'>;
export type AttendanceMethod = Enum<'AttendanceMethod'>;
export type CheckDirection = Enum<'CheckDirection'>;
