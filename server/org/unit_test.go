package org_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/unit"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/org"
	"linli/server/store"
	"linli/server/testkit"
)

// town is a place with somebody of each kind.
type town struct {
	*testkit.Kit
	*org.Org
	*testkit.Place
	there                                     *testkit.Place
	secretary, branch, lead, volunteer, alien *db.Person
}

// newTown: secretary runs the whole place, branch the first branch, lead the first group as its lead; alien runs another place.
func newTown(k *testkit.Kit) *town {
	w := &town{Kit: k, Org: org.New(k.Store, k.Keys), Place: k.Place("here"), there: k.Place("there")}
	w.secretary, w.branch = k.Person(w.Root, "书记"), k.Person(w.Branches[0], "支书")
	w.lead, w.volunteer = k.Person(w.Groups[0], "组长"), k.Person(w.Households[0], "志愿者")
	w.alien = k.Person(w.there.Root, "外人")
	k.Role(w.secretary, w.Root, membership.RoleSECRETARY)
	k.Role(w.branch, w.Branches[0], membership.RoleSECRETARY)
	k.Role(w.lead, w.Groups[0], membership.RoleLEAD)
	k.Role(w.alien, w.there.Root, membership.RoleSECRETARY)
	return w
}

func inTown(t *testing.T, test func(t *testing.T, w *town)) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) { test(t, newTown(k)) })
}

// deeds are the verbs on record, oldest first.
func (w *town) deeds() string {
	rows := w.Store.Client().AuditEntry.Query().Order(db.Asc("id")).AllX(w.Internal())
	return strings.Join(ids(rows, func(a *db.AuditEntry) string { return a.Verb }), " ")
}

// refused asks as each of these and wants the code; afterwards nothing is on record.
func (w *town) refused(t *testing.T, want fault.Code, do func(context.Context) error, who ...*db.Person) {
	t.Helper()
	before := w.deeds()
	for _, p := range who {
		if err := do(w.As(p)); fault.Of(err) != want {
			t.Errorf("answered %v, want %s", err, want)
		}
	}
	if after := w.deeds(); after != before {
		t.Errorf("a refusal left %q on record", after)
	}
}

func reason(t *testing.T, err error, code fault.Code, why string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code || f.Reason != why {
		t.Errorf("answered %v, want %s because of %s", err, code, why)
	}
}

func err2[T any](_ T, err error) error { return err }

func TestAddUnit(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		add := func(parent *db.Unit, name string) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.AddUnit(ctx, parent.ID, name, false)) }
		}
		w.refused(t, fault.Unauthenticated, add(w.Groups[0], "新"), nil)
		w.refused(t, fault.Forbidden, add(w.Groups[0], "新"), w.volunteer, w.lead)
		w.refused(t, fault.Forbidden, add(w.Groups[1], "新"), w.branch)
		w.refused(t, fault.NotFound, add(w.Groups[0], "新"), w.alien)
		w.refused(t, fault.BadInput, add(w.Groups[0], " "), w.secretary)
		w.refused(t, fault.BadInput, add(w.Groups[0], strings.Repeat("长", 51)), w.secretary)
		reason(t, add(w.Households[0], "新")(w.As(w.secretary)), fault.BadInput, "LEVEL")
		reason(t, err2(w.AddUnit(w.As(w.secretary), w.Root.ID, "新", true)), fault.BadInput, "LEVEL")

		u, err := w.AddUnit(w.As(w.branch), w.Groups[0].ID, strings.Repeat("长", 50), true)
		w.Must(err)
		if u.Path != w.Groups[0].Path+"0003" || u.Level != unit.LevelHOUSEHOLD || !u.Centre || *u.ParentID != w.Groups[0].ID {
			t.Errorf("made %+v", u)
		}
		if w.deeds() != "addUnit" {
			t.Errorf("on record: %s", w.deeds())
		}
	})
}

func TestTwoUnitsAtOnceGetTwoPaths(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		ctx := w.As(w.secretary)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := w.AddUnit(ctx, w.Groups[0].ID, "新", false); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		paths := w.Store.Client().Unit.Query().Where(unit.ParentID(w.Groups[0].ID)).Order(unit.ByPath()).Select(unit.FieldPath).StringsX(w.Internal())
		if len(paths) != 10 || !strings.HasSuffix(paths[9], "000a") {
			t.Errorf("paths %v", paths)
		}
	})
}

func TestAtMost500Children(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Do(func(ctx context.Context, tx *store.Tx) {
			var many []*db.UnitCreate
			for i := range 498 { // two are there
				many = append(many, tx.Unit.Create().SetCommunityID(w.Place.Community.ID).SetParentID(w.Households[0].ID).
					SetLevel(unit.LevelHOUSEHOLD).SetName("户").SetPath(w.Households[0].Path+number(i+1)))
			}
			tx.Unit.CreateBulk(many...).ExecX(ctx)
			tx.Unit.Update().Where(unit.ParentID(w.Households[0].ID)).SetParentID(w.Groups[1].ID).ExecX(ctx)
		})
		reason(t, err2(w.AddUnit(w.As(w.secretary), w.Groups[1].ID, "新", false)), fault.Conflict, "TOO_MANY")
		reason(t, err2(w.MoveUnit(w.As(w.secretary), w.Households[0].ID, w.Groups[1].ID)), fault.Conflict, "TOO_MANY")
	})
}

func TestChangeUnit(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		name, long, yes := "新名", strings.Repeat("长", 51), true
		change := func(name *string) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.ChangeUnit(ctx, w.Households[0].ID, name, &yes)) }
		}
		w.refused(t, fault.Unauthenticated, change(&name), nil)
		w.refused(t, fault.Forbidden, change(&name), w.volunteer, w.lead)
		w.refused(t, fault.NotFound, change(&name), w.alien)
		w.refused(t, fault.BadInput, change(&long), w.branch)
		reason(t, err2(w.ChangeUnit(w.As(w.branch), w.Groups[0].ID, nil, &yes)), fault.BadInput, "LEVEL")
		w.Must(change(&name)(w.As(w.branch)))
		w.Must(change(nil)(w.As(w.branch)))
		if u := w.Store.Client().Unit.GetX(w.Internal(), w.Households[0].ID); u.Name != name || !u.Centre {
			t.Errorf("is %+v", u)
		}
	})
}

func TestMoveUnit(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		move := func(u, to *db.Unit) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.MoveUnit(ctx, u.ID, to.ID)) }
		}
		w.refused(t, fault.Unauthenticated, move(w.Groups[0], w.Branches[1]), nil)
		w.refused(t, fault.Forbidden, move(w.Groups[0], w.Branches[1]), w.volunteer, w.lead, w.branch)
		w.refused(t, fault.NotFound, move(w.Groups[0], w.Branches[1]), w.alien)
		w.refused(t, fault.NotFound, move(w.Groups[0], w.there.Branches[0]), w.secretary)
		for _, to := range []*db.Unit{w.Groups[0], w.Households[0]} {
			reason(t, move(w.Groups[0], to)(w.As(w.secretary)), fault.Conflict, "CYCLE")
		}
		reason(t, move(w.Root, w.Groups[0])(w.As(w.secretary)), fault.Conflict, "CYCLE")
		reason(t, move(w.Groups[0], w.Root)(w.As(w.secretary)), fault.BadInput, "LEVEL")
		reason(t, move(w.Households[0], w.Branches[1])(w.As(w.secretary)), fault.BadInput, "LEVEL")
		w.Must(move(w.Groups[0], w.Branches[0])(w.As(w.secretary))) // where it is already
		if w.deeds() != "" {
			t.Errorf("on record: %s", w.deeds())
		}

		rights, others := w.Store.Hub.Watch(live.Rights(w.lead.ID)), w.Store.Hub.Watch(live.Rights(w.branch.ID))
		above := w.Store.Hub.Watch(live.Unit(w.Branches[0].ID))
		below := w.Store.Hub.Watch(live.Unit(w.Branches[1].ID))
		w.Must(move(w.Groups[0], w.Branches[1])(w.As(w.secretary)))
		<-rights.C
		<-above.C
		<-below.C
		select {
		case <-others.C:
			t.Error("the branch's secretary was told of nothing")
		default:
		}
		paths := w.Store.Client().Unit.Query().Where(unit.CommunityID(w.Place.Community.ID)).Order(unit.ByPath()).Select(unit.FieldPath).StringsX(w.Internal())
		want := []string{"0001", "00010001", "00010002", "000100020001", "0001000200010001", "0001000200010002",
			"000100020002", "0001000200020001", "0001000200020002"}
		if strings.Join(paths, " ") != strings.Join(want, " ") {
			t.Errorf("paths %v", paths)
		}
		if _, err := w.People(w.As(w.lead), w.Store.Client().Unit.GetX(w.Internal(), w.Households[1].ID), org.Which{}, first(5)); err != nil {
			t.Errorf("the lead lost her group: %v", err)
		}
		code(t, err2(w.ChangeUnit(w.As(w.branch), w.Groups[0].ID, nil, nil)), fault.Forbidden)
	})
}

func TestRemoveUnit(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		remove := func(u *db.Unit) func(context.Context) error {
			return func(ctx context.Context) error { return w.RemoveUnit(ctx, u.ID) }
		}
		w.refused(t, fault.Unauthenticated, remove(w.Groups[1]), nil)
		w.refused(t, fault.Forbidden, remove(w.Groups[1]), w.volunteer, w.lead, w.branch)
		w.refused(t, fault.NotFound, remove(w.Groups[1]), w.alien)
		k := w.Households
		e := w.Event(k[1], 0, 3)
		w.Team(k[3], "队", w.lead)
		w.Role(w.lead, k[2], membership.RoleMEMBER)
		for _, u := range []*db.Unit{w.Root, w.Groups[1], k[0], k[1], k[2], k[3]} {
			reason(t, remove(u)(w.As(w.secretary)), fault.Conflict, "NOT_EMPTY")
		}
		empty, err := w.AddUnit(w.As(w.secretary), w.Groups[1].ID, "空", false)
		w.Must(err)
		shift := e.Edges.Shifts[0].ID
		w.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Shift.UpdateOneID(shift).SetKeptUnitID(empty.ID).ExecX(ctx)
		})
		reason(t, remove(empty)(w.As(w.secretary)), fault.Conflict, "NOT_EMPTY")
		w.Do(func(ctx context.Context, tx *store.Tx) { tx.Shift.UpdateOneID(shift).ClearKeptUnitID().ExecX(ctx) })
		w.Must(remove(empty)(w.As(w.secretary)))
		w.refused(t, fault.NotFound, remove(empty), w.secretary)
		if w.deeds() != "addUnit removeUnit" {
			t.Errorf("on record: %s", w.deeds())
		}
	})
}

func number(n int) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	return "0" + string([]byte{digits[n/36/36], digits[n/36%36], digits[n%36]})
}
