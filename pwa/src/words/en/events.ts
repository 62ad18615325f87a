import type { events as zh } from '../zh-CN/events';

export const events: typeof zh = {
  title: 'Events',
  filters: 'Filters',
  near: 'Near me',
  week: 'This week',
  searchLabel: 'Search events, places, teams',
  emptyTitle: 'No events planned yet',
  emptyHint: 'New ones will appear here.',
  nothing: 'No such events',
  all: 'Show all events',
  running: 'Under way',
  mine: 'Signed up',
  mineWaiting: 'Waiting',
  mineOffered: 'Your answer, please',
  noCommunity: 'No public events here yet',
  noCommunityHint: 'Log in to see the events of your community.',
  choose: 'Choose an event',
  chooseHint: 'Time, place, seats and sign-up will be here.',
};
