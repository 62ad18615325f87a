package event_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

// stage is a community with one of each kind of person around its events.
type stage struct {
	*testkit.Kit
	t                                     *testing.T
	events                                *events.Events
	here                                  *testkit.Place
	volunteer, lead, secretary, elsewhere *db.Person // lead of the first branch, of the second
	teamLead, member, abroad              *db.Person
	team                                  *db.Team // at the first branch
}

func each(t *testing.T, test func(s *stage)) {
	t.Helper()
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		s := &stage{Kit: k, t: t, events: events.New(k.Store, roster.New(k.Store, k.Keys, roster.Options{})), here: k.Place("here")}
		home := s.here.Households
		s.volunteer, s.member = k.Person(home[0], "志愿者"), k.Person(home[0], "队员")
		s.lead, s.elsewhere, s.secretary = k.Person(home[0], "负责人"), k.Person(home[2], "别处"), k.Person(home[2], "书记")
		s.teamLead = k.Person(home[3], "队长")
		s.abroad = k.Person(k.Place("there").Households[0], "外人")
		k.Role(s.lead, s.here.Branches[0], membership.RoleLEAD)
		k.Role(s.elsewhere, s.here.Branches[1], membership.RoleLEAD)
		k.Role(s.secretary, s.here.Root, membership.RoleSECRETARY)
		s.team = k.Team(s.here.Branches[0], "合唱队", s.teamLead)
		test(s)
	})
}

// input is a sound event of the first branch tomorrow, with one shift of five places.
func (s *stage) input() events.CreateInput {
	starts := s.Clock.Now().Add(24 * time.Hour)
	return events.CreateInput{
		UnitID: s.here.Branches[0].ID, Title: "清洁日", Kind: event.KindVOLUNTEERING, Place: "和平广场", StartsAt: starts, EndsAt: starts.Add(2 * time.Hour),
		Shifts: []*events.ShiftInput{{Name: "扫地", StartsAt: starts, EndsAt: starts.Add(time.Hour), Capacity: of(5)}},
	}
}

// draft makes one as the lead.
func (s *stage) draft() *db.Event {
	s.t.Helper()
	made, err := s.events.Create(s.As(s.lead), s.input())
	s.Must(err)
	return made
}

func (s *stage) shifts(e *db.Event) []*db.Shift {
	s.t.Helper()
	found, err := s.events.ShiftsOf(s.Internal(), []string{e.ID})
	s.Must(err)
	return found
}

// signUp writes a sign-up and counts it.
func (s *stage) signUp(shift *db.Shift, who *db.Person, status signup.Status, place int64) *db.SignUp {
	s.t.Helper()
	var row *db.SignUp
	s.Do(func(ctx context.Context, tx *store.Tx) {
		row = tx.SignUp.Create().SetCommunityID(shift.CommunityID).SetEventID(shift.EventID).SetShiftID(shift.ID).SetPersonID(who.ID).
			SetStatus(status).SetPlace(place).SetParty(who.ID).SetSignedUpBy(who.ID).SaveX(ctx)
		u := tx.Shift.UpdateOneID(shift.ID)
		switch status {
		case signup.StatusCONFIRMED:
			u.AddConfirmed(1)
		case signup.StatusWAITLISTED:
			u.AddWaitlisted(1)
		}
		u.ExecX(ctx)
	})
	return row
}

// refused fails unless the error has the code, and the field where one is given.
func (s *stage) refused(err error, code fault.Code, field string) fault.Error {
	s.t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code || (field != "" && f.Field != field) {
		s.t.Fatalf("answered %v (%+v), want %s at %q", err, f, code, field)
	}
	return *f
}

// nobodyBut fails unless a verb refuses each of the usual people who may not.
func (s *stage) nobodyBut(verb func(ctx context.Context) error) {
	s.t.Helper()
	s.refused(verb(s.As(nil)), fault.Unauthenticated, "")
	s.refused(verb(s.As(s.volunteer)), fault.Forbidden, "")
	s.refused(verb(s.As(s.elsewhere)), fault.Forbidden, "")
	s.refused(verb(s.As(s.teamLead)), fault.Forbidden, "")
	s.refused(verb(s.As(s.abroad)), fault.NotFound, "")
}

// unchanged fails if the work changes any row of these tables; it returns the work's error.
func (s *stage) unchanged(work func() error) error {
	s.t.Helper()
	before := s.rows()
	err := work()
	if after := s.rows(); after != before {
		s.t.Fatalf("changed the database from %s\nto %s", before, after)
	}
	return err
}

// notices are the kinds of news in somebody's inbox.
func (s *stage) notices(who *db.Person) (kinds []string) {
	s.t.Helper()
	for _, n := range s.Store.Client().Notice.Query().AllX(s.As(who)) {
		kinds = append(kinds, n.Kind.String())
	}
	return kinds
}

func (s *stage) audited(verb, subject string) int {
	s.t.Helper()
	n := 0
	for _, a := range s.Store.Client().AuditEntry.Query().AllX(s.Internal()) {
		if a.Verb == verb && a.Subject == subject && a.ActorID != "" {
			n++
		}
	}
	return n
}

func (s *stage) rows() string {
	s.t.Helper()
	ctx := viewer.With(s.Context(), &viewer.Viewer{Internal: true})
	c := s.Store.Client()
	out := ""
	for _, e := range c.Event.Query().Order(event.ByID()).AllX(ctx) {
		out += e.String()
	}
	for _, sh := range c.Shift.Query().AllX(ctx) {
		out += sh.String()
	}
	for _, su := range c.SignUp.Query().AllX(ctx) {
		out += su.String()
	}
	return out + string(rune('0'+c.AuditEntry.Query().CountX(ctx)+c.Notice.Query().CountX(ctx)+c.Substitute.Query().CountX(ctx)))
}

func of[T any](v T) *T { return &v }
