package org_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/signup"
	"linli/ent/schema"
	"linli/server/fault"
	"linli/server/org"
	"linli/server/store"
	"linli/server/testkit"
)

func usual() org.OfferRulesInput { return (*schema.OfferRules)(nil).OrUsual() }

func TestChangeOfferRules(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		home := func() *db.Community { return w.Store.Client().Community.GetX(w.Internal(), w.Place.Community.ID) }
		change := func(in org.OfferRulesInput) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.ChangeOfferRules(ctx, w.Place.Community.ID, in)) }
		}
		if got := *org.OfferRules(home()); got != usual() || got.DaysAhead != 720 || got.PassedOver != 3 {
			t.Errorf("at first %+v", got)
		}
		want := org.OfferRulesInput{DaysAhead: 10080, DayBefore: 1, SameDay: 5, AtOnce: 0, NightFrom: 1439, NightUntil: 0, PassedOver: 50}
		w.refused(t, fault.Unauthenticated, change(want), nil)
		w.refused(t, fault.Forbidden, change(want), w.volunteer, w.lead, w.branch)
		w.refused(t, fault.NotFound, change(want), w.alien)
		for _, who := range []*db.Person{nil, w.secretary} { // one that is not there tells nobody more
			code := fault.NotFound
			if who == nil {
				code = fault.Unauthenticated
			}
			w.refused(t, code, func(ctx context.Context) error { return err2(w.ChangeOfferRules(ctx, "co_0", want)) }, who)
		}
		w.Must(change(want)(w.As(w.secretary)))
		if got := *org.OfferRules(home()); got != want || w.deeds() != "changeOfferRules" {
			t.Errorf("became %+v, on record %q", got, w.deeds())
		}
	})
}

func TestOfferRulesAreBounded(t *testing.T) {
	w := newTown(testkit.SQLite(t))
	for field, set := range map[string]func(*org.OfferRulesInput) (*int, int, int){
		"daysAhead":  func(in *org.OfferRulesInput) (*int, int, int) { return &in.DaysAhead, 1, 10080 },
		"dayBefore":  func(in *org.OfferRulesInput) (*int, int, int) { return &in.DayBefore, 1, 10080 },
		"sameDay":    func(in *org.OfferRulesInput) (*int, int, int) { return &in.SameDay, 1, 10080 },
		"atOnce":     func(in *org.OfferRulesInput) (*int, int, int) { return &in.AtOnce, 0, 1440 },
		"nightFrom":  func(in *org.OfferRulesInput) (*int, int, int) { return &in.NightFrom, 0, 1439 },
		"nightUntil": func(in *org.OfferRulesInput) (*int, int, int) { return &in.NightUntil, 0, 1439 },
		"passedOver": func(in *org.OfferRulesInput) (*int, int, int) { return &in.PassedOver, 1, 50 },
	} {
		in := usual()
		value, least, most := set(&in)
		for _, c := range []struct {
			n  int
			ok bool
		}{{least - 1, false}, {least, true}, {most, true}, {most + 1, false}} {
			*value = c.n
			_, err := w.ChangeOfferRules(w.As(w.secretary), w.Place.Community.ID, in)
			var f *fault.Error
			if c.ok != (err == nil) || !c.ok && (!errors.As(err, &f) || f.Code != fault.BadInput || f.Field != "input."+field || f.Reason != "RANGE") {
				t.Errorf("%s of %d: %v", field, c.n, err)
			}
		}
	}
}

// A place that only the old rules held is not left beside who waits.
func TestNewOfferRulesLetHeldPlacesGo(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		e := w.Event(w.Root, 30*time.Minute, 1)
		shift := e.Edges.Shifts[0].ID
		var waiting *db.SignUp
		w.Do(func(ctx context.Context, tx *store.Tx) {
			waiting = tx.SignUp.Create().SetCommunityID(e.CommunityID).SetEventID(e.ID).SetShiftID(shift).SetPersonID(w.volunteer.ID).
				SetStatus(signup.StatusWAITLISTED).SetPlace(1).SetParty("x").SetSignedUpBy(w.volunteer.ID).SaveX(ctx)
			tx.Shift.UpdateOneID(shift).SetWaitlisted(1).SetHeld(1).ExecX(ctx)
		})
		w.Must(err2(w.ChangeOfferRules(w.As(w.secretary), w.Place.Community.ID, usual())))
		if got := w.Store.Client().SignUp.GetX(w.Internal(), waiting.ID); got.Status != signup.StatusCONFIRMED {
			t.Errorf("is %s", got.Status)
		}
	})
}
