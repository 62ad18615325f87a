/** Whether a tap in a row hit its link, which the router follows by itself. */
export const onLink = (e: Event) => e.target instanceof Element && !!e.target.closest('a');
