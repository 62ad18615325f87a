package org_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/signup"
	"linli/server/fault"
	"linli/server/live"
	"linli/server/org"
	"linli/server/store"
)

func (w *town) person(id string) *db.Person { return w.Store.Client().Person.GetX(w.Internal(), id) }

// roles are a person's roles as "ROLE path".
func (w *town) roles(p *db.Person) string {
	rows := w.Store.Client().Membership.Query().Where(membership.PersonID(p.ID)).WithUnit().Order(membership.ByRole(), membership.ByID()).AllX(w.Internal())
	return strings.Join(ids(rows, func(m *db.Membership) string { return m.Role.String() + " " + m.Edges.Unit.Path }), ", ")
}

func TestAddPerson(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		phone, bad, member := "138 0000 0001", "12", membership.RoleMEMBER
		add := func(in org.AddPersonInput) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.AddPerson(ctx, in)) }
		}
		good := org.AddPersonInput{UnitID: w.Households[0].ID, Name: "重阳", Phone: &phone, Role: &member}
		w.refused(t, fault.Unauthenticated, add(good), nil)
		w.refused(t, fault.Forbidden, add(good), w.volunteer, w.lead)
		w.refused(t, fault.NotFound, add(good), w.alien)
		w.refused(t, fault.BadInput, add(org.AddPersonInput{UnitID: w.Households[0].ID, Name: ""}), w.branch)
		w.refused(t, fault.BadInput, add(org.AddPersonInput{UnitID: w.Households[0].ID, Name: "甲", Phone: &bad}), w.branch)
		p, err := w.AddPerson(w.As(w.branch), good)
		w.Must(err)
		p = w.person(p.ID)
		if p.PhoneTail != "0001" || *p.PhoneHash != w.Keys.HashPhone("+8613800000001") || !strings.Contains(p.Search, "zhongyang") || !strings.Contains(p.Search, "0001") {
			t.Errorf("made %+v", p)
		}
		if got := w.roles(p); got != "MEMBER "+w.Households[0].Path {
			t.Errorf("holds %s", got)
		}
		long, err := w.AddPerson(w.As(w.branch), org.AddPersonInput{UnitID: w.Households[0].ID, Name: strings.Repeat("重", 50)})
		w.Must(err)
		if long.PhoneSealed != nil || w.deeds() != strings.Join([]string{"addPerson", "addPerson"}, " ") {
			t.Errorf("on record: %s", w.deeds())
		}
	})
}

func TestChangePerson(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		name, phone, empty := "王小明", "13800000009", ""
		change := func(p *db.Person, in org.ChangePersonInput) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.ChangePerson(ctx, p.ID, in)) }
		}
		named := org.ChangePersonInput{Name: &name}
		w.refused(t, fault.Unauthenticated, change(w.volunteer, named), nil)
		w.refused(t, fault.Forbidden, change(w.volunteer, named), w.volunteer, w.lead)
		w.refused(t, fault.NotFound, change(w.volunteer, named), w.alien)
		w.refused(t, fault.BadInput, change(w.volunteer, org.ChangePersonInput{Name: &empty}), w.branch)
		w.Must(change(w.volunteer, org.ChangePersonInput{Phone: graphql.OmittableOf(&phone)})(w.As(w.branch)))
		w.Must(change(w.volunteer, named)(w.As(w.branch)))
		p := w.person(w.volunteer.ID)
		if p.Name != name || p.PhoneTail != "0009" || !strings.Contains(p.Search, "wangxiaoming") || !strings.Contains(p.Search, "0009") {
			t.Errorf("is %+v", p)
		}
		w.Must(change(w.volunteer, org.ChangePersonInput{Phone: graphql.OmittableOf[*string](nil)})(w.As(w.branch)))
		if p = w.person(w.volunteer.ID); p.PhoneSealed != nil || p.PhoneHash != nil || p.PhoneTail != "" || strings.Contains(p.Search, "0009") {
			t.Errorf("still has a phone: %+v", p)
		}
	})
}

func TestMovingHome(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Role(w.volunteer, w.Households[0], membership.RoleLEAD)
		to := func(id string) func(context.Context) error {
			return func(ctx context.Context) error {
				return err2(w.ChangePerson(ctx, w.volunteer.ID, org.ChangePersonInput{UnitID: &id}))
			}
		}
		w.refused(t, fault.NotFound, to(w.Households[2].ID), w.branch) // a household out of her scope
		w.refused(t, fault.Forbidden, to(w.Groups[1].ID), w.branch)
		w.refused(t, fault.NotFound, to(w.there.Root.ID), w.secretary)
		w.Must(to(w.Households[2].ID)(w.As(w.secretary)))
		if w.person(w.volunteer.ID).UnitID != w.Households[2].ID {
			t.Error("lives where she lived")
		}
		if got := w.roles(w.volunteer); got != "LEAD "+w.Households[0].Path+", VOLUNTEER "+w.Households[2].Path {
			t.Errorf("holds %s", got)
		}
	})
}

func TestNobodyTakesOverWhoRunsMore(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		phone := "13800000009"
		in := org.ChangePersonInput{Phone: graphql.OmittableOf(&phone)}
		boss, captain := w.Person(w.Households[0], "书记"), w.Person(w.Households[0], "队长")
		w.Role(boss, w.Root, membership.RoleLEAD)
		w.Team(w.Root, "合唱队", captain)
		for _, p := range []*db.Person{boss, captain} {
			reason(t, err2(w.ChangePerson(w.As(w.branch), p.ID, in)), fault.Forbidden, "ROLE")
			w.Must(err2(w.ChangePerson(w.As(w.secretary), p.ID, in)))
		}
		w.Must(err2(w.ChangePerson(w.As(w.branch), w.lead.ID, in)))
		w.Must(err2(w.ChangePerson(w.As(w.branch), w.branch.ID, in)))
	})
}

func TestPhones(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Kit.Phone(w.volunteer, "+8613800000001")
		for who, want := range map[*db.Person]string{w.volunteer: "+8613800000001", w.secretary: "138****0001"} {
			got, err := w.Org.Phone(w.As(who), w.person(w.volunteer.ID))
			w.Must(err)
			if *got != want {
				t.Errorf("sees %s", *got)
			}
		}
		if got, err := w.Org.Phone(w.As(w.secretary), w.person(w.lead.ID)); got != nil || err != nil {
			t.Errorf("sees %v, %v", got, err)
		}
		reveal := func(p *db.Person, why string) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.RevealPhone(ctx, p.ID, why)) }
		}
		w.refused(t, fault.Unauthenticated, reveal(w.volunteer, "打电话"), nil)
		w.refused(t, fault.Forbidden, reveal(w.volunteer, "打电话"), w.volunteer)
		w.refused(t, fault.NotFound, reveal(w.volunteer, "打电话"), w.alien)
		w.refused(t, fault.BadInput, reveal(w.volunteer, " "), w.lead)
		w.refused(t, fault.NotFound, reveal(w.lead, "打电话"), w.secretary)
		number, err := w.RevealPhone(w.As(w.lead), w.volunteer.ID, "打电话")
		w.Must(err)
		entry := w.Store.Client().AuditEntry.Query().OnlyX(w.Internal())
		if number != "+8613800000001" || entry.ActorID != w.lead.ID || entry.About != w.volunteer.ID || entry.Reason != "打电话" {
			t.Errorf("%s, on record %+v", number, entry)
		}
	})
}

func TestDwellings(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		captain, teammate, guest := w.Person(w.Households[2], "队长"), w.Person(w.Households[1], "队员"), w.Person(w.Households[0], "客人")
		team := w.Team(w.Root, "合唱队", captain)
		w.Must(err2(w.SetTeamMember(w.As(w.secretary), team.ID, teammate.ID, false)))
		e := w.Event(w.Root, time.Hour, 5)
		w.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(e.ID).SetTeamID(team.ID).ExecX(ctx)
			tx.SignUp.Create().SetCommunityID(e.CommunityID).SetEventID(e.ID).SetShiftID(e.Edges.Shifts[0].ID).SetPersonID(guest.ID).
				SetStatus(signup.StatusCONFIRMED).SetPlace(1).SetParty("x").SetSignedUpBy(guest.ID).ExecX(ctx)
		})
		w.Kit.ActsFor(captain, w.volunteer)
		see := func(who, whom *db.Person, home, building bool) {
			t.Helper()
			rows, err := w.DwellingsOf(w.As(who), []string{whom.ID})
			w.Must(err)
			if d := rows[0]; (d.Home != nil) != home || (d.Building != "") != building {
				t.Errorf("%s sees of %s %+v", who.Name, whom.Name, d)
			}
		}
		see(w.volunteer, w.volunteer, true, true)
		see(captain, w.volunteer, true, true) // acts for her
		see(w.lead, guest, true, true)
		see(captain, teammate, false, true)
		see(captain, guest, false, true) // on the roster
		see(guest, captain, false, false)
		see(w.branch, captain, false, false)
		see(w.secretary, w.secretary, true, false) // lives in no building
		rows, err := w.DwellingsOf(w.As(captain), []string{guest.ID})
		w.Must(err)
		if at, err := w.UnitsAt(w.As(captain), []string{rows[0].Building}); err != nil || at[0].ID != w.Groups[0].ID {
			t.Errorf("the building is %v, %v", at, err)
		}
	})
}

func TestProxies(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		mother := w.Person(w.Households[0], "母亲")
		far := w.Person(w.Households[2], "远亲")
		add := func(holder, p *db.Person) func(context.Context) error {
			return func(ctx context.Context) error { return err2(w.AddProxy(ctx, holder.ID, p.ID)) }
		}
		w.refused(t, fault.Unauthenticated, add(w.volunteer, mother), nil)
		w.refused(t, fault.Forbidden, add(w.volunteer, mother), w.volunteer, w.lead)
		w.refused(t, fault.NotFound, add(w.volunteer, mother), w.alien)
		w.refused(t, fault.NotFound, add(far, mother), w.branch)
		w.refused(t, fault.NotFound, add(w.alien, mother), w.secretary)
		reason(t, add(mother, mother)(w.As(w.branch)), fault.BadInput, "SELF")

		rights := w.Store.Hub.Watch(live.Rights(w.volunteer.ID))
		w.Must(add(w.volunteer, mother)(w.As(w.branch)))
		<-rights.C
		w.Must(add(w.volunteer, mother)(w.As(w.branch))) // again
		mine, err := w.Org.ActsFor(w.As(w.volunteer), w.volunteer)
		if err != nil || len(mine) != 1 || mine[0].ID != mother.ID {
			t.Errorf("acts for %v, %v", mine, err)
		}
		if by, err := w.ActedForBy(w.As(w.lead), mother); err != nil || len(by) != 1 {
			t.Errorf("acted for by %v, %v", by, err)
		}
		if none, err := w.Org.ActsFor(w.As(far), w.volunteer); err != nil || len(none) != 0 {
			t.Errorf("a stranger sees %v, %v", none, err)
		}
		for range 19 {
			w.Kit.ActsFor(w.volunteer, w.Person(w.Households[0], "亲戚"))
		}
		reason(t, add(w.volunteer, w.lead)(w.As(w.branch)), fault.Conflict, "TOO_MANY")

		remove := func(ctx context.Context) error { return err2(w.RemoveProxy(ctx, w.volunteer.ID, mother.ID)) }
		w.refused(t, fault.Unauthenticated, remove, nil)
		w.refused(t, fault.Forbidden, remove, w.volunteer, w.lead)
		w.refused(t, fault.NotFound, remove, w.alien)
		w.Must(remove(w.As(w.branch)))
		w.Must(remove(w.As(w.branch)))
		<-rights.C
		if got := w.deeds(); got != "addProxy removeProxy" {
			t.Errorf("on record: %s", got)
		}
	})
}
