package roster

import (
	"cmp"
	"context"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/notice"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/viewer"
)

// Due returns the ids of at most so many published events with an offer whose time has run out, or with kept places whose
// time has come, those of the earliest first.
func (r *Rosters) Due(ctx context.Context, now time.Time, most int) ([]string, error) {
	type due struct {
		EventID string    `sql:"event_id"`
		At      time.Time `sql:"at"`
	}
	var all []due
	err := r.store.Client().SignUp.Query().Where(signup.StatusEQ(signup.StatusOFFERED), signup.OfferExpiresAtLTE(now)).
		Order(signup.ByOfferExpiresAt()).Limit(most).Modify(func(s *sql.Selector) {
		s.Select(s.C(signup.FieldEventID), sql.As(s.C(signup.FieldOfferExpiresAt), "at"))
	}).Scan(viewer.Internal(ctx), &all)
	if err != nil {
		return nil, err
	}
	var kept []due
	err = r.store.Client().Shift.Query().Where(shift.KeptUntilLTE(now), shift.KeptGT(0), shift.HasEventWith(event.StatusEQ(event.StatusPUBLISHED))).
		Order(shift.ByKeptUntil()).Limit(most).Modify(func(s *sql.Selector) {
		s.Select(s.C(shift.FieldEventID), sql.As(s.C(shift.FieldKeptUntil), "at"))
	}).Scan(viewer.Internal(ctx), &kept)
	all = append(all, kept...)
	slices.SortStableFunc(all, func(a, b due) int { return a.At.Compare(b.At) })
	var ids []string
	for _, d := range all {
		if !slices.Contains(ids, d.EventID) {
			ids = append(ids, d.EventID)
		}
	}
	return ids[:min(len(ids), most)], err
}

// Settle does what time has brought about in an event: offers whose time has run out end, in the order of their deadlines,
// each one's place going on to whoever is next; places that were kept until now are kept no longer. It fails with
// NOT_FOUND or RATE_LIMITED as SignUp.
func (r *Rosters) Settle(ctx context.Context, eventID string) error {
	_, err := r.run(ctx, &call{viewer: &viewer.Viewer{}, eventID: eventID, needs: needs{clock: true},
		decide: func(b *board) ([]*SignUp, error) { return nil, b.passTime(eventID) }}, nil)
	return err
}

func (b *board) passTime(eventID string) error {
	b.by = nil
	for _, s := range b.late {
		if s.EventID == eventID && s.Status == signup.StatusOFFERED && ranOut(s, b) {
			b.expire(s)
			b.settle(b.lines[s.ShiftID], "")
		}
	}
	for _, l := range b.inOrder(eventID) {
		if s := l.shift; s.Kept > 0 && s.KeptUntil != nil && !b.now.Before(*s.KeptUntil) {
			s.Kept = 0
		}
		b.settle(l, "")
	}
	return nil
}

// expire ends an offer that nobody answered.
func (b *board) expire(s *db.SignUp) {
	b.move(s, signup.StatusEXPIRED)
	b.note(happened{kind: step.KindEXPIRED, byRule: true}, s)
	b.tell(told{kind: notice.KindOFFER_EXPIRED, byRule: true}, s)
}

// inOrder are the lines of an event by their ids: decisions do not depend on the order of a map.
func (b *board) inOrder(eventID string) []*line {
	var all []*line
	for _, l := range b.lines {
		if l.event.ID == eventID {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b *line) int { return cmp.Compare(a.shift.ID, b.shift.ID) })
	return all
}
