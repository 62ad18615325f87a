package door

import (
	"context"
	"slices"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/predicate"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/roster"
	"linli/server/viewer"
)

type personWhere = predicate.Person

// atTheDoor is the place of a sign-up that was made at the door: it never stood in the queue.
const atTheDoor = 0

// letIn gives a place to somebody at the door: who waits stops waiting, who has nothing gets a sign-up of her own. It is
// the one way past the capacity; both are marked as walked in.
func (b *book) letIn(ctx context.Context, who *whom, e numbered) ([]string, error) {
	at := b.near(e.At)
	if e.ShiftID != nil && b.shift(*e.ShiftID) != nil {
		at = b.shift(*e.ShiftID)
	}
	var flags []string
	if at.Capacity != nil && at.Confirmed+at.Offered >= *at.Capacity {
		flags = append(flags, OverCapacity)
	}
	s, err := b.tx.SignUp.Create().SetCreatedAt(b.tx.Now()).SetCommunityID(b.event.CommunityID).SetEventID(b.event.ID).SetShiftID(at.ID).
		SetPersonID(who.person).SetStatus(signup.StatusCONFIRMED).SetPlace(atTheDoor).SetParty(uid.New("pt")).
		SetSignedUpBy(viewer.From(ctx).PersonID).SetWalkIn(true).SetChangedRevision(b.event.RosterVersion).Save(ctx)
	if err != nil {
		return nil, err
	}
	at.Confirmed++
	at.WalkedIn++
	b.signUps[s.ID], who.signUp = s, s
	return flags, b.tx.Shift.UpdateOneID(at.ID).AddConfirmed(1).AddWalkedIn(1).Exec(ctx)
}

// save writes the new lines and brings the sign-ups they concern, and the counters, in step with the log.
func (b *book) save(ctx context.Context) error {
	for part := range slices.Chunk(b.written, 100) {
		if err := b.tx.AttendanceEntry.CreateBulk(b.rows(part)...).Exec(ctx); err != nil {
			return err
		}
	}
	ids := make([]string, 0, len(b.dirty))
	for id := range b.dirty {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	lines, err := b.tx.AttendanceEntry.Query().Where(attendanceentry.SignUpIDIn(ids...)).All(ctx)
	if err != nil {
		return err
	}
	of := map[string][]*db.AttendanceEntry{}
	for _, l := range lines {
		of[*l.SignUpID] = append(of[*l.SignUpID], l)
	}
	before, err := b.tx.SignUp.Query().Where(signup.IDIn(ids...)).All(ctx)
	if err != nil {
		return err
	}
	arrived := map[string]int{}
	var freed []string
	for _, s := range before {
		gone, err := b.settle(ctx, s, of[s.ID], arrived)
		if err != nil {
			return err
		}
		if gone {
			freed = append(freed, s.ShiftID)
		}
	}
	for _, shift := range b.shifts {
		if n := arrived[shift.ID]; n != 0 {
			if err := b.tx.Shift.UpdateOneID(shift.ID).AddCheckedIn(n).Exec(ctx); err != nil {
				return err
			}
		}
	}
	return roster.Promote(ctx, b.tx, b.event, freed...)
}

func (b *book) rows(lines []*db.AttendanceEntry) []*db.AttendanceEntryCreate {
	rows := make([]*db.AttendanceEntryCreate, len(lines))
	for i, l := range lines {
		rows[i] = b.tx.AttendanceEntry.Create().SetID(l.ID).SetCreatedAt(l.CreatedAt).SetCommunityID(l.CommunityID).SetEventID(l.EventID).
			SetNillableShiftID(l.ShiftID).SetNillableSignUpID(l.SignUpID).SetNillablePersonID(l.PersonID).SetMethod(l.Method).
			SetDirection(l.Direction).SetAt(l.At).SetNillableUndoes(l.Undoes).SetName(l.Name).SetPhoneTail(l.PhoneTail).
			SetNillableCorrectedAt(l.CorrectedAt).SetDeviceID(l.DeviceID).SetReason(l.Reason).SetRecordedBy(l.RecordedBy).SetFingerprint(l.Fingerprint).SetWarnings(l.Warnings)
	}
	return rows
}

// settle writes what the log says of one sign-up; it answers true when somebody may have a place after it.
func (b *book) settle(ctx context.Context, s *db.SignUp, lines []*db.AttendanceEntry, arrived map[string]int) (bool, error) {
	log := derive(lines, b.shift(s.ShiftID))
	in := log.in
	switch {
	case in != nil && s.CheckedInAt == nil:
		arrived[s.ShiftID]++
	case in == nil && s.CheckedInAt != nil:
		arrived[s.ShiftID]--
	}
	change := b.tx.SignUp.UpdateOneID(s.ID).SetChangedRevision(b.event.RosterVersion).
		SetNillableCheckedInAt(in).SetNillableCheckedOutAt(log.out).SetNillableAbsentAt(log.absent).SetNillableMinutes(log.minutes)
	if in == nil {
		change.ClearCheckedInAt()
	}
	if log.out == nil {
		change.ClearCheckedOutAt()
	}
	if log.absent == nil {
		change.ClearAbsentAt()
	}
	if log.minutes == nil {
		change.ClearMinutes()
	}
	switch {
	case in != nil && s.Status == signup.StatusOFFERED: // whoever comes takes the place that was held for her
		change.SetStatus(signup.StatusCONFIRMED).ClearOfferExpiresAt()
		if err := b.tx.Shift.UpdateOneID(s.ShiftID).AddOffered(-1).AddConfirmed(1).Exec(ctx); err != nil {
			return false, err
		}
	case in != nil && s.Status == signup.StatusWAITLISTED:
		change.SetStatus(signup.StatusCONFIRMED).SetWalkIn(true)
		if err := b.tx.Shift.UpdateOneID(s.ShiftID).AddConfirmed(1).AddWalkedIn(1).AddWaitlisted(-1).Exec(ctx); err != nil {
			return false, err
		}
		return true, change.Exec(ctx) // her party is smaller now and may fit
	case in == nil && s.WalkIn && s.Status == signup.StatusCONFIRMED:
		return true, b.takeBack(ctx, s, change)
	}
	return false, change.Exec(ctx)
}

// takeBack undoes being let in: who waited before waits again at the old place, a sign-up made at the door is over.
func (b *book) takeBack(ctx context.Context, s *db.SignUp, change *db.SignUpUpdateOne) error {
	counts := b.tx.Shift.UpdateOneID(s.ShiftID).AddConfirmed(-1).AddWalkedIn(-1)
	if s.Place == atTheDoor {
		change.SetStatus(signup.StatusREMOVED)
	} else {
		change.SetStatus(signup.StatusWAITLISTED).SetWalkIn(false)
		counts.AddWaitlisted(1)
	}
	if err := counts.Exec(ctx); err != nil {
		return err
	}
	return change.Exec(ctx)
}
