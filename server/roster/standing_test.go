package roster

import (
	"fmt"
	"testing"
	"time"

	"linli/ent/db/signup"
)

// waiter is one that waits in a shift of 10 places: how many are taken and kept, what stands in front, what its party is.
type waiter struct {
	taken, kept, keptTaken          int
	ahead, aheadInside, aheadPassed int
	asked, inside, passed           int
}

func (w waiter) standing() *standing {
	ten, unit, until := 10, "un_1", noon.Add(time.Hour)
	return &standing{Status: signup.StatusWAITLISTED, Capacity: &ten, Confirmed: w.taken, Kept: w.kept, KeptTaken: w.keptTaken, KeptUnitID: &unit,
		KeptUntil: &until, Asked: &w.asked, Inside: &w.inside, PartyPassed: &w.passed, Ahead: &w.ahead, AheadInside: &w.aheadInside, AheadPassed: &w.aheadPassed}
}

func TestWhyItWaits(t *testing.T) {
	for name, c := range map[string]struct {
		waiter
		rule Rule
		must int
	}{
		"alone and next":                        {waiter{taken: 10, asked: 1}, RuleFull, 1},
		"behind four":                           {waiter{taken: 10, ahead: 4, asked: 1}, RuleFull, 5},
		"a party behind four":                   {waiter{taken: 10, ahead: 4, asked: 3}, RuleFull, 7},
		"3 asked, 2 free":                       {waiter{taken: 8, asked: 3}, RuleTooLarge, 1},
		"too large behind one as large":         {waiter{taken: 8, ahead: 3, asked: 3}, RuleTooLarge, 4},
		"passed over, not yet often enough":     {waiter{taken: 8, asked: 3, passed: 2}, RuleTooLarge, 1},
		"passed over often enough":              {waiter{taken: 8, asked: 3, passed: 3}, RuleHeldForIt, 1},
		"passed over, and nothing is free":      {waiter{taken: 10, asked: 3, passed: 3}, RuleFull, 3},
		"behind one passed over":                {waiter{taken: 8, ahead: 3, aheadPassed: 3, asked: 1}, RuleHeldForOthers, 2},
		"behind one passed over, too large":     {waiter{taken: 8, ahead: 3, aheadPassed: 3, asked: 3}, RuleHeldForOthers, 4},
		"behind one passed over less":           {waiter{taken: 8, ahead: 3, aheadPassed: 2, asked: 3}, RuleTooLarge, 4},
		"kept from it":                          {waiter{taken: 8, kept: 2, asked: 1}, RuleKept, 1},
		"all kept from a party":                 {waiter{taken: 8, kept: 2, asked: 3}, RuleKept, 3},
		"more kept than free":                   {waiter{taken: 8, kept: 5, asked: 1}, RuleKept, 4},
		"one more than is not kept":             {waiter{taken: 7, kept: 2, asked: 2}, RuleKept, 1},
		"larger than what is free and kept":     {waiter{taken: 7, kept: 2, asked: 4}, RuleTooLarge, 3},
		"all of the kept taken":                 {waiter{taken: 8, kept: 2, keptTaken: 2, asked: 3}, RuleTooLarge, 1},
		"inside, too large":                     {waiter{taken: 8, kept: 2, asked: 3, inside: 3}, RuleTooLarge, 1},
		"inside behind outside":                 {waiter{taken: 8, kept: 2, ahead: 1, asked: 3, inside: 3}, RuleTooLarge, 2},
		"outside behind inside":                 {waiter{taken: 8, kept: 2, ahead: 3, aheadInside: 3, asked: 1}, RuleKept, 2},
		"half inside, would fit":                {waiter{taken: 8, kept: 2, asked: 2, inside: 1}, RuleKept, 1},
		"half inside, too large":                {waiter{taken: 8, kept: 2, asked: 3, inside: 1}, RuleTooLarge, 2},
		"kept, though somebody was passed":      {waiter{taken: 8, kept: 2, ahead: 2, aheadPassed: 3, asked: 1}, RuleKept, 3},
		"it fits, but sign-up is closed":        {waiter{taken: 8, asked: 1}, RuleFull, 1},
		"walk-ins beyond the capacity":          {waiter{taken: 12, asked: 1}, RuleFull, 1},
		"inside, fewer free than kept and left": {waiter{taken: 9, kept: 5, asked: 2, inside: 2}, RuleTooLarge, 1},
	} {
		e := c.standing().explain(noon, 3)
		if e.Rule != c.rule || *e.MustFree != c.must || *e.Ahead != c.ahead || e.Asked != c.asked || *e.Free != max(0, 10-c.taken) ||
			e.PassedOver != c.passed || e.PassedOverMost != 3 || (e.Kept != nil) != (c.rule == RuleKept) {
			t.Errorf("%s: %s, %d must fall free (%+v), want %s, %d", name, e.Rule, *e.MustFree, *e, c.rule, c.must)
		}
	}
	later := waiter{taken: 8, kept: 2, asked: 3}.standing().explain(noon.Add(time.Hour), 3)
	if later.Rule != RuleTooLarge || *later.MustFree != 1 || later.Kept != nil {
		t.Errorf("when nothing is kept any more: %+v", later)
	}
}

func TestWhyItDoesNotWait(t *testing.T) {
	three := 3
	for status, want := range map[signup.Status]string{
		signup.StatusCONFIRMED: "PLACE 1", signup.StatusOFFERED: "OFFER 3",
		signup.StatusWITHDRAWN: "OVER 1", signup.StatusEXPIRED: "OVER 1", signup.StatusREMOVED: "OVER 1",
	} {
		s := &standing{Status: status, PassedOver: 2}
		if status == signup.StatusOFFERED {
			s.Asked, s.PartyPassed = &three, &s.PassedOver
		}
		e := s.explain(noon, 3)
		if got := fmt.Sprint(e.Rule, " ", e.Asked); got != want || e.Ahead != nil || e.MustFree != nil || e.Free != nil || e.PassedOver != 2 {
			t.Errorf("%s: %+v, want %s", status, *e, want)
		}
	}
}
