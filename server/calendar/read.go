package calendar

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/auditentry"
	"linli/ent/db/calendar"
	"linli/ent/db/predicate"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/db/step"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/keys"
	"linli/server/viewer"
)

const (
	// back is how long a shift stays in the calendar after its end.
	back = 30 * 24 * time.Hour
	// most bounds a calendar: the newest sign-ups.
	most = 500
)

// Feed is the calendar at a secret address: the sign-ups of its person and of those for whom she acts now, from 30 days ago
// on. NOT_FOUND for an address that is unknown or has ended.
func (c *Calendars) Feed(ctx context.Context, token string, words Language) ([]byte, error) {
	ctx = viewer.Internal(ctx)
	row, err := c.store.Client().Calendar.Query().Where(calendar.TokenHash(keys.TokenHash(token)), calendar.RevokedAtIsNil()).Only(ctx)
	if err != nil {
		return nil, access.Hide(err)
	}
	v, err := access.Load(ctx, c.store.Client(), row.PersonID)
	if err != nil {
		return nil, err
	}
	recent := signup.HasShiftWith(shift.EndsAtGT(c.store.Now().Add(-back)))
	return c.write(ctx, v, words, recent)
}

// SignUp is a calendar of one sign-up of the viewer or of somebody she acts for; UNAUTHENTICATED, or NOT_FOUND for any other.
func (c *Calendars) SignUp(ctx context.Context, id string, words Language) ([]byte, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	mine, err := c.store.Client().SignUp.Query().Where(signup.ID(id), signup.PersonIDIn(v.People()...)).Exist(viewer.Internal(ctx))
	switch {
	case err != nil:
		return nil, err
	case !mine:
		return nil, fault.Missing()
	}
	return c.write(viewer.Internal(ctx), v, words, signup.ID(id))
}

// entry is a sign-up in the calendar.
type entry struct {
	*db.SignUp
	// Changes counts what was done to the event, ChangedAt is when something was last done to it or to the sign-up.
	changes   int
	changedAt time.Time
}

// sequence grows with each change of the sign-up's row and of its event.
func (e *entry) sequence() int { return int(e.ChangedRevision) + e.changes }

// entries reads the sign-ups of whom the viewer speaks for, with what there is to say of them.
func (c *Calendars) entries(ctx context.Context, v *viewer.Viewer, which predicate.SignUp) ([]*entry, error) {
	rows, err := c.store.Client().SignUp.Query().Where(signup.PersonIDIn(v.People()...), which).
		Order(signup.ByID(sql.OrderDesc())).Limit(most).WithEvent().WithShift().WithPerson().All(ctx)
	if err != nil {
		return nil, err
	}
	all, byID, byEvent := make([]*entry, len(rows)), map[string]*entry{}, map[string][]*entry{}
	var events, signUps []string
	for i, s := range rows {
		e := &entry{SignUp: s, changedAt: s.CreatedAt}
		all[i], byID[s.ID] = e, e
		byEvent[s.EventID] = append(byEvent[s.EventID], e)
		signUps, events = append(signUps, s.ID), append(events, s.EventID)
	}
	steps, err := c.store.Client().Step.Query().Where(step.SignUpIDIn(signUps...)).Select(step.FieldSignUpID, step.FieldCreatedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range steps {
		byID[s.SignUpID].changed(s.CreatedAt)
	}
	deeds, err := c.store.Client().AuditEntry.Query().Where(auditentry.SubjectIn(events...), auditentry.VerbIn("changeEvent", "cancelEvent")).
		Select(auditentry.FieldSubject, auditentry.FieldCreatedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range deeds {
		for _, e := range byEvent[d.Subject] {
			e.changes++
			e.changed(d.CreatedAt)
		}
	}
	return all, nil
}

func (e *entry) changed(at time.Time) {
	if at.After(e.changedAt) {
		e.changedAt = at
	}
}
