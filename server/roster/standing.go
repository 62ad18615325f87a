package roster

import (
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
)

// standing is a sign-up with its shift's counters and what stands in its queue, all of one instant.
type standing struct {
	ID          string        `sql:"id"`
	CommunityID string        `sql:"community_id"`
	Status      signup.Status `sql:"status"`
	PassedOver  int           `sql:"passed_over"`

	Capacity   *int       `sql:"capacity"`
	Confirmed  int        `sql:"confirmed"`
	Offered    int        `sql:"offered"`
	Kept       int        `sql:"kept"`
	KeptTaken  int        `sql:"kept_taken"`
	KeptUnitID *string    `sql:"kept_unit_id"`
	KeptUntil  *time.Time `sql:"kept_until"`

	// Its party, as far as it waits or was offered places together with it: nil for what has a place or is over.
	Asked       *int `sql:"asked"`
	Inside      *int `sql:"inside"` // how many of Asked are of the unit for which places are kept
	PartyPassed *int `sql:"party_passed"`
	// Who waits in front of the party: how many, how many of them are inside, and how often the one who was passed over most.
	Ahead       *int `sql:"ahead"`
	AheadInside *int `sql:"ahead_inside"`
	AheadPassed *int `sql:"ahead_passed"`
}

// explain says which rule the sign-up stands under.
//
// A place is free when nobody has it; one that a rule holds is free too. While places are kept, those of them that are
// left may be had by people inside only, so that a party fits when there are free places for those of it who are inside,
// and for the others beside what then is still kept. Of one that waits:
//
//   - FULL: no place is free.
//   - HELD_FOR_IT: it was passed over often enough; what falls free waits for it.
//   - KEPT: everything free is kept, and nobody of it is inside.
//   - HELD_FOR_OTHERS: somebody in front was passed over often enough, so what is free waits for them.
//   - KEPT: it does not fit, and would if nothing were kept.
//   - TOO_LARGE: it does not fit.
//   - FULL again: it fits, and has no place because nothing is given any more.
//
// MustFree is how many places must fall free, of those that everybody may have or that are kept for them, until everybody
// in front and the party fit by the same reckoning: at least 1.
func (s *standing) explain(now time.Time, most int) *Explanation {
	shift := &db.Shift{Capacity: s.Capacity, Confirmed: s.Confirmed, Offered: s.Offered, Kept: s.Kept, KeptTaken: s.KeptTaken, KeptUntil: s.KeptUntil}
	e := &Explanation{Asked: 1, PassedOver: s.PassedOver, PassedOverMost: most}
	if s.Asked != nil {
		e.Asked, e.PassedOver = *s.Asked, *s.PartyPassed
	}
	open := free(shift)
	if s.Capacity != nil {
		e.Free = &open
	}
	switch {
	case Final(s.Status):
		e.Rule = RuleOver
	case s.Status == signup.StatusCONFIRMED:
		e.Rule = RulePlace
	case s.Status == signup.StatusOFFERED:
		e.Rule = RuleOffer
	default:
		left := keptLeft(shift, now)
		must := max(1, short(open, left, *s.AheadInside+*s.Inside, *s.Ahead+*s.Asked-*s.AheadInside-*s.Inside))
		e.Ahead, e.MustFree = s.Ahead, &must
		if e.Rule = s.waits(open, left, most); e.Rule == RuleKept {
			e.Kept = &Kept{Places: s.Kept, UnitID: *s.KeptUnitID, Until: *s.KeptUntil}
		}
	}
	return e
}

// waits is the rule of one that waits, where so many places are free and so many of the kept ones are left.
func (s *standing) waits(open, left, most int) Rule {
	switch {
	case open == 0:
		return RuleFull
	case *s.PartyPassed >= most:
		return RuleHeldForIt
	case *s.Inside == 0 && open <= left:
		return RuleKept
	case *s.AheadPassed >= most:
		return RuleHeldForOthers
	case short(open, left, *s.Inside, *s.Asked-*s.Inside) <= 0:
		return RuleFull
	case *s.Asked <= open:
		return RuleKept
	}
	return RuleTooLarge
}

// short is how many places are missing for so many people inside and outside, where some are free and some of the kept
// ones are left; not above 0 when all fit. Who is inside takes the kept ones first.
func short(open, left, inside, outside int) int {
	if outside == 0 {
		return inside - open
	}
	return outside + max(inside, left) - open
}
