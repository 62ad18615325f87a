package graph_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/step"
	"linli/server/store"
	"linli/server/testkit"
)

// waiting puts somebody into the queue of a shift whose only place is kept, moved up once by the lead and to be called.
func waiting(k *testkit.Kit, e *db.Event, who, lead *db.Person, unit *db.Unit) *db.SignUp {
	var s *db.SignUp
	k.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Shift.UpdateOneID(e.Edges.Shifts[0].ID).SetWaitlisted(1).SetKept(1).SetKeptUnitID(unit.ID).SetKeptUntil(k.Clock.Now().Add(time.Hour)).SetHeld(1).ExecX(ctx)
		s = tx.SignUp.Create().SetCreatedAt(k.Clock.Now()).SetCommunityID(e.CommunityID).SetEventID(e.ID).SetShiftID(e.Edges.Shifts[0].ID).
			SetPersonID(who.ID).SetStatus("WAITLISTED").SetPlace(1).SetParty("p").SetSignedUpBy(who.ID).SetToCall(true).SaveX(ctx)
		add := func(kind, by, reason string) {
			tx.Step.Create().SetCreatedAt(k.Clock.Now()).SetCommunityID(e.CommunityID).SetEventID(e.ID).SetSignUpID(s.ID).
				SetKind(step.Kind(kind)).SetActorID(by).SetReason(reason).SetAsked(3).SetFree(2).ExecX(ctx)
		}
		add("PASSED_OVER", "", "")
		add("MOVED_UP", lead.ID, "等了很久")
	})
	return s
}

func TestSignUpAsEachSeesIt(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		home := k.Place("here")
		who, other, lead := k.Person(home.Households[0], "甲"), k.Person(home.Households[1], "乙"), k.Person(home.Households[2], "负责人")
		k.Role(lead, home.Branches[0], membership.RoleLEAD)
		e, same := k.Event(home.Branches[0], time.Hour, 1), k.Event(home.Branches[1], time.Hour, 1)
		s := waiting(k, e, who, lead, home.Groups[1])
		clash := waiting(k, same, who, lead, home.Groups[1])
		document := `query($id: ID!) { node(id: $id) { ... on SignUp { toCall clash { id }
			explanation { rule ahead mustFree asked free passedOver passedOverMost kept { places unit { name } } }
			history { kind by { name } reason asked free until } } } }`
		rest := `"explanation":{"rule":"KEPT","ahead":0,"mustFree":1,"asked":1,"free":1,"passedOver":0,"passedOverMost":3,"kept":{"places":1,"unit":{"name":"GROUP 1"}}},` +
			`"history":[{"kind":"SIGNED_UP","by":{"name":"甲"},"reason":"","asked":null,"free":null,"until":null},` +
			`{"kind":"PASSED_OVER","by":null,"reason":"","asked":3,"free":2,"until":null},` +
			`{"kind":"MOVED_UP","by":{"name":"负责人"},"reason":"等了很久","asked":null,"free":null,"until":null}]}}`
		for viewer, want := range map[*db.Person]string{
			who:   `{"node":{"toCall":false,"clash":{"id":"` + clash.ID + `"},` + rest,
			lead:  `{"node":{"toCall":true,"clash":null,` + rest,
			other: `{"node":null}`,
		} {
			if got := answers(t, k, viewer, document, vars{"id": s.ID})(); got != want {
				t.Errorf("%s is answered %s, want %s", viewer.Name, got, want)
			}
		}
		list := `query($id: ID!) { roster(eventId: $id, toCall: true) { totalCount edges { node { toCall } } } event(id: $id) { toCall counts { held shifts { held } } } }`
		want := `{"roster":{"totalCount":1,"edges":[{"node":{"toCall":true}}]},"event":{"toCall":1,"counts":{"held":1,"shifts":[{"held":1}]}}}`
		if got := answers(t, k, lead, list, vars{"id": e.ID})(); got != want {
			t.Errorf("the call list is %s", got)
		}
		if got := answers(t, k, who, `query($id: ID!) { event(id: $id) { toCall } }`, vars{"id": e.ID})(); got != `{"event":{"toCall":0}}` {
			t.Errorf("whoever is to be called is told %s", got)
		}
		k.Do(func(ctx context.Context, tx *store.Tx) { tx.SignUp.UpdateOneID(s.ID).SetToCall(false).ExecX(ctx) })
		if got := answers(t, k, lead, list, vars{"id": e.ID})(); !strings.Contains(got, `"totalCount":0`) {
			t.Errorf("the call list is %s", got)
		}
	})
}
