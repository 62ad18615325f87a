package roster

import (
	"cmp"
	"context"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/viewer"
)

// long is how far back a time is looked for at which places were kept no longer: whoever acts on an event looks at the time
// anyway, and rows of years ago are not read every second.
const long = 30 * 24 * time.Hour

const dueEvents = `SELECT event_id FROM (
		SELECT event_id, offer_expires_at AS at FROM sign_ups WHERE status = 'OFFERED' AND offer_expires_at <= $1
		UNION ALL
		SELECT shifts.event_id, shifts.kept_until FROM shifts JOIN events ON events.id = shifts.event_id
		WHERE shifts.kept_until <= $1 AND shifts.kept_until > $2 AND shifts.kept > 0 AND events.status = 'PUBLISHED'
	) AS due GROUP BY event_id ORDER BY MIN(at), event_id LIMIT $3`

// Due returns the ids of at most so many events with an offer whose time has run out, or of published ones with kept places
// whose time has come, those of the earliest first.
func (r *Rosters) Due(ctx context.Context, now time.Time, most int) ([]string, error) {
	rows, err := r.store.SQL().QueryContext(ctx, dueEvents, now, now.Add(-long), most)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var ids []string
	err = sql.ScanSlice(rows, &ids)
	return ids, err
}

// Settle does what time has brought about in an event: offers whose time has run out end, in the order of their deadlines,
// their places going on to whoever is next; places that were kept until now are kept no longer. It fails with
// NOT_FOUND or RATE_LIMITED as SignUp.
func (r *Rosters) Settle(ctx context.Context, eventID string) error {
	_, err := r.run(ctx, &call{viewer: &viewer.Viewer{}, eventID: eventID, needs: needs{clock: true},
		decide: func(b *board) ([]*SignUp, error) { b.passTime(eventID); return nil, nil }}, nil)
	return err
}

func (b *board) passTime(eventID string) {
	b.by = nil
	for i, s := range b.late {
		if s.EventID == eventID && s.Status == signup.StatusOFFERED && ranOut(s, b) {
			b.expire(s, b.late[i:])
			b.settle(b.lines[s.ShiftID], "")
		}
	}
	for _, l := range b.inOrder(eventID) {
		if s := l.shift; s.Kept > 0 && s.KeptUntil != nil && !b.now.Before(*s.KeptUntil) {
			s.Kept = 0
		}
		b.settle(l, "")
	}
}

// expire ends an offer that nobody answered, and those of the shift that run out at the same instant: what people held
// together falls free together, and whoever comes next as several may have it.
func (b *board) expire(s *db.SignUp, late []*db.SignUp) {
	until := *s.OfferExpiresAt
	for _, other := range late {
		if other.ShiftID == s.ShiftID && other.Status == signup.StatusOFFERED && other.OfferExpiresAt.Equal(until) {
			b.move(other, signup.StatusEXPIRED)
			b.note(happened{kind: step.KindEXPIRED, byRule: true}, other)
			b.tell(told{kind: notice.KindOFFER_EXPIRED, byRule: true}, other)
		}
	}
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
