package schema

// OfferRules say how long a freed place is held for whoever is next, in minutes, by how near the start of the shift is; the
// clock rests from NightFrom to NightUntil in the community's zone.
type OfferRules struct {
	// DaysAhead holds two days or more before the start, DayBefore the day before, SameDay on the day.
	DaysAhead, DayBefore, SameDay int
	// AtOnce is how near the start nobody is asked any more: who is next has the place.
	AtOnce int
	// NightFrom and NightUntil are minutes of the day; equal: no night.
	NightFrom, NightUntil int
	// PassedOver is how often smaller parties may be let past a larger one before free places are held for it.
	PassedOver int
}

// OrUsual are the rules, or those of a community that has set none.
func (r *OfferRules) OrUsual() OfferRules {
	if r != nil {
		return *r
	}
	return OfferRules{DaysAhead: 12 * 60, DayBefore: 2 * 60, SameDay: 20, AtOnce: 60, NightFrom: 22 * 60, NightUntil: 7 * 60, PassedOver: 3}
}
