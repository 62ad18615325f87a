package roster_test

import (
	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/testkit"
)

// recount checks what must hold of every event at every instant, as recountEvent.
func recount(k *testkit.Kit) {
	k.Helper()
	for _, id := range k.Store.Client().Event.Query().IDsX(k.Internal()) {
		recountEvent(k, id)
	}
}

// recountEvent checks the counters of an event's shifts against its rows, that no place is given twice, that none is free
// beside somebody who may have it, and that only offers have deadlines.
func recountEvent(k *testkit.Kit, id string) {
	k.Helper()
	ctx := k.Internal()
	e := k.Store.Client().Event.Query().Where(event.ID(id)).WithShifts(func(q *db.ShiftQuery) { q.WithSignUps().Order(shift.ByID()) }).OnlyX(ctx)
	open := e.Status == event.StatusPUBLISHED && k.Clock.Now().Before(e.EndsAt)
	for _, s := range e.Edges.Shifts {
		n := tallyOf(s.Edges.SignUps)
		if got := (tally{s.Confirmed, s.Offered, s.Waitlisted, s.WalkedIn, s.KeptTaken}); got != n.tally {
			k.Fatalf("counters %+v, rows %+v", got, n.tally)
		}
		if n.stray != nil {
			k.Fatalf("a deadline or the lack of one, or a call for what is over: %v", n.stray)
		}
		if s.Capacity == nil {
			continue
		}
		if over := s.Confirmed + s.Offered - s.WalkedIn - *s.Capacity; over > 0 {
			k.Fatalf("oversold by %d", over)
		}
		if open && k.Clock.Now().Before(s.EndsAt) {
			checkFree(k, s, n)
		}
	}
}

type tally struct{ confirmed, offered, waitlisted, walkedIn, keptTaken int }

// tallied is what the rows of a shift come to.
type tallied struct {
	tally
	waits map[string][]*db.SignUp // by party
	stray *db.SignUp
}

func tallyOf(rows []*db.SignUp) tallied {
	n := tallied{waits: map[string][]*db.SignUp{}}
	for _, s := range rows {
		switch s.Status {
		case signup.StatusCONFIRMED:
			n.confirmed++
		case signup.StatusOFFERED:
			n.offered++
		case signup.StatusWAITLISTED:
			n.waitlisted++
			n.waits[s.Party] = append(n.waits[s.Party], s)
		default:
			if s.ToCall {
				n.stray = s
			}
		}
		if s.WalkIn && s.Status == signup.StatusCONFIRMED {
			n.walkedIn++
		} else if s.Inside && (s.Status == signup.StatusCONFIRMED || s.Status == signup.StatusOFFERED) {
			n.keptTaken++
		}
		if (s.Status == signup.StatusOFFERED) != (s.OfferExpiresAt != nil) {
			n.stray = s
		}
	}
	return n
}

// checkFree looks for a party that waits beside places it may have: those free, less those kept for people inside, unless
// somebody in front of it was passed over too often.
func checkFree(k *testkit.Kit, s *db.Shift, n tallied) {
	k.Helper()
	free, kept := max(0, *s.Capacity-s.Confirmed-s.Offered), 0
	if s.KeptUntil != nil { // the job that ends the time makes kept 0
		kept = max(0, s.Kept-s.KeptTaken)
	}
	if s.Held > free {
		k.Fatalf("%d of %d free places are held", s.Held, free)
	}
	held := s.Held == free && free > min(kept, free)
	for party, rows := range n.waits {
		inside := 0
		for _, r := range rows {
			if r.Inside {
				inside++
			}
			held = held && r.PassedOver < 3
		}
		fits := len(rows) <= free
		if len(rows) > inside {
			fits = len(rows)-inside+max(inside, kept) <= free
		}
		if fits && !heldBack(n.waits, rows) {
			k.Fatalf("%d free, %d kept, beside the waiting party %s of %d", free, kept, party, len(rows))
		}
	}
	if held {
		k.Fatalf("%d places are held, and nobody was passed over too often", s.Held)
	}
}

// heldBack tells whether some other party in front was passed over as often as it may be.
func heldBack(waits map[string][]*db.SignUp, rows []*db.SignUp) bool {
	for _, other := range waits {
		if other[0].Party != rows[0].Party && other[0].PassedOver >= 3 && first(other) < first(rows) {
			return true
		}
	}
	return false
}

func first(rows []*db.SignUp) int64 {
	place := rows[0].Place
	for _, r := range rows {
		place = min(place, r.Place)
	}
	return place
}
