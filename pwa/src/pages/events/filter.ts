import type { EventKind } from '../../api/graphql';

/** What the reader wants to see of the events. */
export interface Filter {
  near: boolean;
  week: boolean;
  kind: EventKind | '';
  search: string;
  /** the search field is open */
  searching: boolean;
}
export const noFilter = (): Filter => ({ near: false, week: false, kind: '', search: '', searching: false });
export const kinds: readonly EventKind[] = ['VOLUNTEERING', 'DUTY', 'CULTURE', 'STUDY', 'COURSE', 'VISIT', 'MEETING', 'OTHER'];
