import { graphql } from './graphql';

export const OpenCalendar = graphql(`
  mutation OpenCalendar {
    openCalendar
  }
`);
export const CloseCalendar = graphql(`
  mutation CloseCalendar {
    closeCalendar
  }
`);
