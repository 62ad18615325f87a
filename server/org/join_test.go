package org_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"linli/ent/db"
	"linli/ent/db/joinrequest"
	"linli/ent/db/notice"
	"linli/ent/db/person"
	"linli/server/fault"
	"linli/server/org"
	"linli/server/store"
)

func (w *town) wishes() []*db.JoinRequest {
	return w.Store.Client().JoinRequest.Query().Order(joinrequest.ByID()).AllX(w.Internal())
}

// told is who found a wish in the inbox.
func (w *town) told() string {
	rows := w.Store.Client().Notice.Query().Where(notice.KindEQ(notice.KindJOIN_REQUEST)).Order(notice.ByID()).WithRecipient().AllX(w.Internal())
	return strings.Join(ids(rows, func(n *db.Notice) string { return n.Edges.Recipient.Name }), " ")
}

func TestRequestToJoin(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		ask := func(slug, name, building, phone string) func(context.Context) error {
			return func(ctx context.Context) error { return w.RequestToJoin(ctx, slug, name, building, phone) }
		}
		w.refused(t, fault.NotFound, ask("nowhere", "甲", "1", "13800000001"), nil)
		w.refused(t, fault.BadInput, ask("here", "", "1", "13800000001"), nil)
		w.refused(t, fault.BadInput, ask("here", "甲", strings.Repeat("栋", 51), "13800000001"), nil)
		w.refused(t, fault.BadInput, ask("here", "甲", "1", "1"), nil)
		w.Kit.Phone(w.volunteer, "+8613800000009")
		w.Must(ask("here", "甲", "1", "13800000009")(w.As(nil))) // known
		if len(w.wishes()) != 0 {
			t.Error("a known phone waits")
		}
		w.Must(ask("here", "甲", "GROUP 1", "13800000001")(w.As(nil))) // two are called so
		w.Must(ask("here", "甲", "GROUP 1", "13800000001")(w.As(nil)))
		w.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Unit.UpdateOneID(w.Groups[0].ID).SetName("三栋").ExecX(ctx)
		})
		w.Must(ask("here", "乙", " 三栋 ", "13800000002")(w.As(nil)))
		rows := w.wishes()
		if len(rows) != 2 || rows[0].UnitID != nil || *rows[1].UnitID != w.Groups[0].ID || w.told() != "书记 组长" {
			t.Errorf("wishes %v, told %s", rows, w.told())
		}
		if phone, err := w.JoinPhone(rows[1]); phone != "138****0002" || err != nil {
			t.Errorf("phone %s, %v", phone, err)
		}
		w.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Community.UpdateOneID(w.there.Community.ID).SetOpen(false).ExecX(ctx)
		})
		w.refused(t, fault.NotFound, ask("there", "甲", "1", "13800000003"), nil)
	})
}

func TestAtMost500Wait(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Do(func(ctx context.Context, tx *store.Tx) {
			var many []*db.JoinRequestCreate
			for i := range 500 {
				many = append(many, tx.JoinRequest.Create().SetCommunityID(w.Place.Community.ID).SetName("甲").SetBuilding("1").
					SetPhoneSealed("x").SetPhoneHash(fmt.Sprint(i)).SetPhoneTail("0000"))
			}
			tx.JoinRequest.CreateBulk(many...).ExecX(ctx)
		})
		w.Kit.Phone(w.volunteer, "+8613800000009")
		for _, phone := range []string{"13800000001", "13800000009"} { // the known phone gets no other answer
			code(t, w.RequestToJoin(w.As(nil), "here", "甲", "1", phone), fault.RateLimited)
		}
	})
}

func TestDecideJoin(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Unit.UpdateOneID(w.Groups[0].ID).SetName("三栋").ExecX(ctx)
		})
		for i, building := range []string{"三栋", "三栋", "别处"} {
			w.Must(w.RequestToJoin(w.As(nil), "here", "甲", building, fmt.Sprintf("1380000000%d", i)))
		}
		rows := w.wishes()
		for who, want := range map[*db.Person]int{w.lead: 2, w.secretary: 3} {
			at := map[*db.Person]*db.Unit{w.lead: w.Groups[0], w.secretary: w.Root}[who]
			c, err := w.JoinRequests(w.As(who), at.ID, first(1))
			w.Must(err)
			if n, err := c.TotalCount(w.As(who)); n != want || err != nil || c.Nodes()[0].ID != rows[0].ID {
				t.Errorf("%s sees %d, %v", who.Name, n, err)
			}
		}
		_, err := w.JoinRequests(w.As(w.volunteer), w.Root.ID, first(1))
		code(t, err, fault.Forbidden)

		approve := func(j *db.JoinRequest, at *db.Unit) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.ApproveJoin(ctx, j.ID, at.ID)) }
		}
		decline := func(j *db.JoinRequest, why string) func(context.Context) error {
			return func(ctx context.Context) error { return w.DeclineJoin(ctx, j.ID, why) }
		}
		for _, do := range []func(context.Context) error{approve(rows[0], w.Households[0]), decline(rows[0], "不认识")} {
			w.refused(t, fault.Unauthenticated, do, nil)
			w.refused(t, fault.NotFound, do, w.volunteer, w.alien)
		}
		w.refused(t, fault.NotFound, approve(rows[2], w.Households[0]), w.lead) // it waits at the root
		w.refused(t, fault.Forbidden, approve(rows[0], w.Groups[1]), w.lead)
		w.refused(t, fault.BadInput, decline(rows[0], ""), w.lead)

		p, err := w.ApproveJoin(w.As(w.lead), rows[0].ID, w.Households[0].ID)
		w.Must(err)
		p = w.person(p.ID)
		if p.Name != "甲" || p.UnitID != w.Households[0].ID || p.PhoneTail != "0000" || w.roles(p) != "VOLUNTEER "+w.Households[0].Path {
			t.Errorf("made %+v", p)
		}
		before := w.Store.Client().Person.Query().Where(person.Name("甲")).CountX(w.Internal())
		reason(t, approve(rows[0], w.Households[0])(w.As(w.lead)), fault.Conflict, "DECIDED")
		w.Must(decline(rows[1], "不认识")(w.As(w.lead)))
		reason(t, decline(rows[1], "不认识")(w.As(w.lead)), fault.Conflict, "DECIDED")
		reason(t, approve(rows[1], w.Households[0])(w.As(w.lead)), fault.Conflict, "DECIDED")
		if after := w.Store.Client().Person.Query().Where(person.Name("甲")).CountX(w.Internal()); after != before {
			t.Error("a refused approval made a person")
		}
		if got := w.deeds(); got != "approveJoin declineJoin" {
			t.Errorf("on record: %s", got)
		}
	})
}

func TestFound(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		found := func(change func(*org.FoundInput)) (p *db.Person, err error) {
			in := org.FoundInput{Name: "新社区", Slug: "new-1", SecretaryName: "书记", SecretaryPhone: "13800000001",
				TimeZone: "Asia/Shanghai", Levels: []string{"社区", "小区", "楼栋"}}
			change(&in)
			err = w.Store.Do(w.Internal(), func(ctx context.Context, tx *store.Tx) error {
				_, p, err = org.Found(ctx, tx, w.Keys, in)
				return err
			})
			return p, err
		}
		for field, change := range map[string]func(*org.FoundInput){
			"name":           func(in *org.FoundInput) { in.Name = "" },
			"slug":           func(in *org.FoundInput) { in.Slug = "A" },
			"secretaryName":  func(in *org.FoundInput) { in.SecretaryName = "" },
			"secretaryPhone": func(in *org.FoundInput) { in.SecretaryPhone = "1" },
			"timeZone":       func(in *org.FoundInput) { in.TimeZone = "Mars/Base" },
			"levels":         func(in *org.FoundInput) { in.Levels = []string{"一", "二"} },
			"levels.1":       func(in *org.FoundInput) { in.Levels[1] = "" },
		} {
			_, err := found(change)
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != fault.BadInput || f.Field != field {
				t.Errorf("%s: answered %v", field, err)
			}
		}
		_, err := found(func(in *org.FoundInput) { in.Slug = "here" })
		reason(t, err, fault.Conflict, "SLUG_TAKEN")
		p, err := found(func(*org.FoundInput) {})
		w.Must(err)
		if w.roles(p) != "SECRETARY 0001" {
			t.Errorf("holds %s", w.roles(p))
		}
		at := p.UnitID // three levels: the third has nothing under it
		for _, level := range []string{"GROUP", "HOUSEHOLD"} {
			u, err := w.AddUnit(w.As(p), at, "下级", false)
			w.Must(err)
			if u.Level.String() != level {
				t.Errorf("made a %s", u.Level)
			}
			at = u.ID
		}
		reason(t, err2(w.AddUnit(w.As(p), at, "下级", false)), fault.BadInput, "LEVEL")
	})
}
