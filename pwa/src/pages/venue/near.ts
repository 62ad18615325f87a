/** How long before and after a shift somebody may be at the door: an hour, as the door has it. */
const margin = 3_600_000;
export const isNear = (shift: { startsAt: string; endsAt: string }, now: number): boolean => now > Date.parse(shift.startsAt) - margin && now < Date.parse(shift.endsAt) + margin;
