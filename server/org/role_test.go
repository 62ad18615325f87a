package org_test

import (
	"context"
	"sync"
	"testing"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/server/fault"
	"linli/server/live"
)

func TestGrantAndRevoke(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		p, at := w.volunteer, w.Groups[0]
		grant := func(at *db.Unit) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.GrantRole(ctx, p.ID, at.ID, membership.RoleLEAD)) }
		}
		revoke := func(ctx context.Context) error {
			return err2(w.RevokeRole(ctx, p.ID, at.ID, membership.RoleLEAD))
		}
		for _, do := range []func(context.Context) error{grant(at), revoke} {
			w.refused(t, fault.Unauthenticated, do, nil)
			w.refused(t, fault.Forbidden, do, w.volunteer, w.lead)
			w.refused(t, fault.NotFound, do, w.alien)
		}
		w.refused(t, fault.Forbidden, grant(w.Root), w.branch)
		w.refused(t, fault.NotFound, grant(w.there.Root), w.secretary)

		rights := w.Store.Hub.Watch(live.Rights(p.ID))
		w.Must(grant(at)(w.As(w.branch)))
		<-rights.C
		w.Must(grant(at)(w.As(w.branch))) // again
		if n := w.Store.Client().Notice.Query().Where(notice.RecipientID(p.ID), notice.KindEQ(notice.KindROLE)).CountX(w.Internal()); n != 1 {
			t.Errorf("was told %d times", n)
		}
		if got := w.roles(p); got != "LEAD "+at.Path+", VOLUNTEER "+w.Households[0].Path {
			t.Errorf("holds %s", got)
		}
		w.Must(revoke(w.As(w.branch)))
		<-rights.C
		w.Must(revoke(w.As(w.branch)))
		if got := w.roles(p); got != "VOLUNTEER "+w.Households[0].Path {
			t.Errorf("holds %s", got)
		}
		if got := w.deeds(); got != "grantRole revokeRole" {
			t.Errorf("on record: %s", got)
		}
	})
}

func TestTheLastSecretaryStays(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		last := func() error {
			return err2(w.RevokeRole(w.As(w.secretary), w.secretary.ID, w.Root.ID, membership.RoleSECRETARY))
		}
		reason(t, last(), fault.Conflict, "LAST_SECRETARY")
		if got := w.roles(w.secretary); got != "SECRETARY 0001, VOLUNTEER 0001" {
			t.Errorf("holds %s", got)
		}
		w.Must(err2(w.RevokeRole(w.As(w.secretary), w.branch.ID, w.Place.Branches[0].ID, membership.RoleSECRETARY)))
		w.Role(w.branch, w.Root, membership.RoleSECRETARY)
		w.Must(last())
	})
}

func TestTwoSecretariesCannotBothGo(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Role(w.branch, w.Root, membership.RoleSECRETARY)
		var both sync.WaitGroup
		failed := make(chan error, 2)
		for _, p := range []*db.Person{w.secretary, w.branch} {
			ctx := w.As(p)
			both.Go(func() { failed <- err2(w.RevokeRole(ctx, p.ID, w.Root.ID, membership.RoleSECRETARY)) })
		}
		both.Wait()
		if one, other := <-failed, <-failed; (one == nil) == (other == nil) {
			t.Errorf("answered %v and %v", one, other)
		}
	})
}
