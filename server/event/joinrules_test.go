package event_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	events "linli/server/event"
	"linli/server/fault"
	"linli/server/store"
)

// rules are sound ones for an event with these times.
func rules(starts, ends time.Time) *events.JoinRules {
	return &events.JoinRules{OpensAt: of(starts.Add(-20 * time.Hour)), ClosesAt: of(starts), WithdrawUntil: of(ends), OneShift: true,
		MinAge: of(18), MaxAge: of(60), Skill: " 急救 ", Minimum: of(3)}
}

func (s *stage) event(e *db.Event) *db.Event { return s.Store.Client().Event.GetX(s.Internal(), e.ID) }

// has fails unless the event has these rules.
func (s *stage) has(e *db.Event, want events.JoinRules) {
	s.t.Helper()
	got := *events.RulesOf(s.event(e))
	equal := func(a, b *time.Time) bool { return a == nil && b == nil || a != nil && b != nil && a.Equal(*b) }
	same := func(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	if !equal(got.OpensAt, want.OpensAt) || !equal(got.ClosesAt, want.ClosesAt) || !equal(got.WithdrawUntil, want.WithdrawUntil) ||
		got.OneShift != want.OneShift || !same(got.MinAge, want.MinAge) || !same(got.MaxAge, want.MaxAge) || got.Skill != want.Skill ||
		!same(got.Minimum, want.Minimum) {
		s.t.Fatalf("has the rules %+v, want %+v", got, want)
	}
}

func TestJoinRulesAreMadeCopiedAndChanged(t *testing.T) {
	each(t, func(s *stage) {
		s.has(s.draft(), events.JoinRules{})
		in := s.input()
		in.JoinRules = rules(in.StartsAt, in.EndsAt)
		e, err := s.events.Create(s.As(s.lead), in)
		s.Must(err)
		want := *in.JoinRules
		want.Skill = "急救"
		s.has(e, want)

		copied, err := s.events.Copy(s.As(s.lead), e.ID, e.StartsAt.AddDate(0, 0, 7))
		s.Must(err)
		later := *rules(in.StartsAt.AddDate(0, 0, 7), in.EndsAt.AddDate(0, 0, 7))
		later.Skill = "急救"
		s.has(copied, later)

		_, err = s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{Title: of("新")})
		s.Must(err)
		s.has(e, want)
		_, err = s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{JoinRules: &events.JoinRules{Minimum: of(1)}})
		s.Must(err)
		s.has(e, events.JoinRules{Minimum: of(1)})
	})
}

func TestJoinRulesAreChecked(t *testing.T) {
	each(t, func(s *stage) {
		e := s.draft()
		past := e.EndsAt.Add(time.Millisecond)
		for field, break_ := range map[string]func(*events.JoinRules){
			"opensAt":       func(r *events.JoinRules) { r.OpensAt, r.ClosesAt = &past, nil },
			"closesAt":      func(r *events.JoinRules) { r.ClosesAt = &past },
			"closesAt ":     func(r *events.JoinRules) { r.ClosesAt = r.OpensAt },
			"withdrawUntil": func(r *events.JoinRules) { r.WithdrawUntil = &past },
			"minAge":        func(r *events.JoinRules) { r.MinAge = of(-1) },
			"minAge ":       func(r *events.JoinRules) { r.MinAge, r.MaxAge = of(121), nil },
			"maxAge":        func(r *events.JoinRules) { r.MaxAge = of(17) },
			"maxAge ":       func(r *events.JoinRules) { r.MaxAge = of(121) },
			"minimum":       func(r *events.JoinRules) { r.Minimum = of(0) },
			"minimum ":      func(r *events.JoinRules) { r.Minimum = of(100_001) },
			"skill":         func(r *events.JoinRules) { r.Skill = strings.Repeat("长", 41) },
		} {
			at := "input.joinRules." + strings.TrimSpace(field)
			bad := rules(e.StartsAt, e.EndsAt)
			break_(bad)
			err := s.unchanged(func() error {
				_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{JoinRules: bad})
				return err
			})
			s.refused(err, fault.BadInput, at)
			in := s.input()
			in.JoinRules = bad
			err = s.unchanged(func() error { _, err := s.events.Create(s.As(s.lead), in); return err })
			s.refused(err, fault.BadInput, at)
		}
		edge := &events.JoinRules{OpensAt: of(e.StartsAt), ClosesAt: of(e.EndsAt), WithdrawUntil: of(e.EndsAt), MinAge: of(0), MaxAge: of(0), Minimum: of(100_000)}
		_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{JoinRules: edge})
		s.Must(err)
		sooner := events.ChangeInput{EndsAt: of(e.EndsAt.Add(-time.Minute))}
		err = s.unchanged(func() error { _, err := s.events.Change(s.As(s.lead), e.ID, sooner); return err })
		if f := s.refused(err, fault.BadInput, "input.endsAt"); f.Reason != "OUTSIDE_EVENT" {
			t.Fatalf("refused with %+v", f)
		}
		sooner.JoinRules = &events.JoinRules{}
		_, err = s.events.Change(s.As(s.lead), e.ID, sooner)
		s.Must(err)
	})
}

func TestNewJoinRulesThrowNobodyOut(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], 3*time.Hour, 5)
		row := s.signUp(e.Edges.Shifts[0], s.volunteer, signup.StatusCONFIRMED, 1)
		strict := &events.JoinRules{OpensAt: of(e.StartsAt), MinAge: of(99), Skill: "急救"}
		_, err := s.events.Change(s.As(s.lead), e.ID, events.ChangeInput{JoinRules: strict})
		s.Must(err)
		if got := s.Store.Client().SignUp.GetX(s.Internal(), row.ID); got.Status != signup.StatusCONFIRMED {
			t.Fatalf("is %s", got.Status)
		}
	})
}

// The leads are told once that too few come; another minimum or time asks again.
func TestTooFewIsAskedAgain(t *testing.T) {
	each(t, func(s *stage) {
		e := s.Event(s.here.Branches[0], 3*time.Hour, 5)
		asks := events.JoinRules{Minimum: of(3), ClosesAt: of(e.StartsAt)}
		told := func(in events.ChangeInput) bool {
			s.Do(func(ctx context.Context, tx *store.Tx) {
				tx.Event.UpdateOneID(e.ID).SetTooFewToldAt(tx.Now()).SetMinimum(3).SetClosesAt(e.StartsAt).ExecX(ctx)
			})
			_, err := s.events.Change(s.As(s.lead), e.ID, in)
			s.Must(err)
			return s.event(e).TooFewToldAt != nil
		}
		with := func(change func(*events.JoinRules)) events.ChangeInput {
			r := asks
			change(&r)
			return events.ChangeInput{JoinRules: &r}
		}
		if !told(events.ChangeInput{Title: of("新")}) || !told(with(func(r *events.JoinRules) { r.Skill = "急救" })) {
			t.Error("asked again for nothing")
		}
		if told(with(func(r *events.JoinRules) { r.Minimum = of(4) })) || told(with(func(r *events.JoinRules) { r.ClosesAt = nil })) {
			t.Error("not asked again")
		}
	})
}
