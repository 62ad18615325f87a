package door

import (
	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/viewer"
)

// atTheDoor is the place of a sign-up that was made at the door: it never stood in the queue.
const atTheDoor = 0

// letIn gives somebody who has nothing a sign-up of her own, marked as walked in: it is the one way past the capacity.
func (b *book) letIn(from *batch, who *whom, e *entry) []string {
	at := b.near(e.counted())
	if e.ShiftID != nil && b.shift(*e.ShiftID) != nil {
		at = b.shift(*e.ShiftID)
	}
	var flags []string
	if at.Capacity != nil && at.Confirmed+at.Offered >= *at.Capacity {
		flags = append(flags, OverCapacity)
	}
	who.signUp = &db.SignUp{ID: uid.New("su"), CreatedAt: b.now, CommunityID: b.event.CommunityID, EventID: b.event.ID, ShiftID: at.ID, PersonID: who.person,
		Status: signup.StatusCONFIRMED, Place: atTheDoor, Party: uid.New("pt"), SignedUpBy: from.viewer.PersonID, WalkIn: true}
	b.add(who.signUp)
	b.fresh = append(b.fresh, who.signUp)
	at.Confirmed++
	at.WalkedIn++
	return flags
}

// settle brings a sign-up and the counters of its shift in step with what the log says of it: whoever comes takes the place
// that is held for her, or gets one if she waits, marked as walked in; whoever was let in and did not come loses it again.
func (b *book) settle(s *db.SignUp, by *viewer.Viewer) {
	at, d, was := b.shift(s.ShiftID), derive(b.about(s), b.shift(s.ShiftID)), s.Status
	switch {
	case d.in != nil && s.CheckedInAt == nil:
		at.CheckedIn++
	case d.in == nil && s.CheckedInAt != nil:
		at.CheckedIn--
	}
	s.CheckedInAt, s.CheckedOutAt, s.AbsentAt, s.Minutes = d.in, d.out, d.absent, d.minutes
	s.ChangedRevision = b.event.RosterVersion
	switch {
	case d.in != nil && s.Status == signup.StatusOFFERED:
		s.Status, s.OfferExpiresAt = signup.StatusCONFIRMED, nil
		at.Offered--
		at.Confirmed++
	case d.in != nil && s.Status == signup.StatusWAITLISTED:
		s.Status, s.WalkIn = signup.StatusCONFIRMED, true
		at.Waitlisted--
		at.Confirmed++
		at.WalkedIn++
		b.free(s, by) // her party is smaller now and may fit
	case d.in == nil && s.WalkIn && s.Status == signup.StatusCONFIRMED:
		b.takeBack(s, at)
		b.free(s, by)
	}
	b.changed[s.ID] = b.changed[s.ID] || s.Status != was
}

// free notes that somebody may have a place now.
func (b *book) free(s *db.SignUp, by *viewer.Viewer) {
	b.freed, b.freedBy = append(b.freed, s.ShiftID), by
}

// takeBack undoes being let in: who waited before waits again at the old place, a sign-up made at the door is over.
func (b *book) takeBack(s *db.SignUp, at *db.Shift) {
	at.Confirmed--
	at.WalkedIn--
	if s.Place == atTheDoor {
		s.Status = signup.StatusREMOVED
		return
	}
	s.Status, s.WalkIn = signup.StatusWAITLISTED, false
	at.Waitlisted++
}
