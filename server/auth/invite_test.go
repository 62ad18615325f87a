package auth_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/server/auth"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/testkit"
)

// tokenOf is what the card's link ends with.
func tokenOf(k *testkit.Kit, c *auth.Card) string {
	k.Helper()
	token, ok := strings.CutPrefix(c.URL, "https://linli.example/i/")
	if !ok {
		k.Fatalf("the link is %s", c.URL)
	}
	return token
}

func TestInvitation(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		place := k.Place("here")
		p, lead := k.Person(place.Households[0], "甲"), k.Person(place.Households[0], "乙")
		k.Role(lead, place.Groups[0], membership.RoleLEAD)
		card, err := a.IssueInvitation(k.As(lead), p.ID)
		k.Must(err)
		if card.Person.ID != p.ID || !card.ExpiresAt.Equal(k.Clock.Now().Add(7*24*time.Hour)) {
			t.Fatalf("the card is %+v", card)
		}
		deed := k.Store.Client().AuditEntry.Query().OnlyX(k.Internal())
		if deed.ActorID != lead.ID || deed.About != p.ID || deed.Verb != "issueInvitation" {
			t.Fatalf("on record is %+v", deed)
		}
		cookies := &jar{}
		in, err := a.AcceptInvitation(auth.WithCookies(from(k, ""), cookies), tokenOf(k, card))
		k.Must(err)
		if in.Person.ID != p.ID || len(in.People) != 1 || refused(k, a, in.Token) || cookies.token != in.Token {
			t.Fatalf("signed in as %+v", in)
		}
		_, err = a.AcceptInvitation(from(k, ""), tokenOf(k, card))
		used := wants(t, err, fault.Unauthenticated, "INVITATION")
		_, err = a.AcceptInvitation(from(k, ""), "nonsense")
		if unknown := wants(t, err, fault.Unauthenticated, "INVITATION"); unknown.Message != used.Message {
			t.Fatal("a used card and none are told apart")
		}
	})
}

func TestInvitationEnds(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		place := k.Place("here")
		p, secretary := k.Person(place.Households[0], "甲"), k.Person(place.Households[1], "乙")
		k.Role(secretary, place.Root, membership.RoleSECRETARY)
		older, err := a.IssueInvitation(k.As(secretary), p.ID)
		k.Must(err)
		newer, err := a.IssueInvitation(k.As(secretary), p.ID)
		k.Must(err)
		_, err = a.AcceptInvitation(from(k, ""), tokenOf(k, older))
		wants(t, err, fault.Unauthenticated, "INVITATION")
		k.Clock.Move(7 * 24 * time.Hour)
		_, err = a.AcceptInvitation(from(k, ""), tokenOf(k, newer))
		wants(t, err, fault.Unauthenticated, "INVITATION")
	})
}

func TestInvitationOnceAmongMany(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		k.Phone(k.Person(k.Place("here").Households[0], "甲"), number)
		card, err := a.Invite(k.Internal(), number)
		k.Must(err)
		if n := winners(k, func() error { _, err := a.AcceptInvitation(from(k, ""), tokenOf(k, card)); return err }); n != 1 {
			t.Fatalf("%d of 20 were signed in by one card", n)
		}
	})
}

func TestWhoMayInvite(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		here, there := k.Place("here"), k.Place("there")
		home, away := here.Households[0], here.Households[2] // in different branches
		secretary, lead, teamLead := k.Person(away, "书记"), k.Person(away, "组长"), k.Person(away, "队长")
		k.Role(secretary, here.Root, membership.RoleSECRETARY)
		k.Role(lead, here.Branches[0], membership.RoleLEAD)
		neighbour, member, child, foreigner := k.Person(home, "邻居"), k.Person(away, "队员"), k.Person(home, "孩子"), k.Person(there.Root, "外人")
		boss := k.Person(home, "副书记")
		k.Role(boss, here.Branches[1], membership.RoleSECRETARY)
		otherLead := k.Person(home, "另一队长")
		k.Team(here.Root, "书法队", otherLead)
		k.Phone(child, number)
		k.Phone(boss, number) // the child could go on as her
		team := k.Team(here.Root, "合唱队", teamLead)
		k.Do(func(ctx context.Context, tx *store.Tx) {
			tx.TeamMember.Create().SetCommunityID(team.CommunityID).SetTeamID(team.ID).SetPersonID(member.ID).SetLead(false).SaveX(ctx)
		})
		for _, c := range []struct {
			who, whom *db.Person
			code      fault.Code
			reason    string
		}{
			{nil, neighbour, fault.Unauthenticated, ""},
			{secretary, neighbour, "", ""}, {secretary, boss, "", ""}, {secretary, otherLead, "", ""}, {secretary, secretary, "", ""},
			{secretary, foreigner, fault.NotFound, ""},
			{lead, neighbour, "", ""}, {lead, member, fault.NotFound, ""}, {lead, lead, fault.Forbidden, ""},
			{lead, teamLead, fault.Forbidden, ""}, // known to all as a lead, but not of her units
			{lead, boss, fault.Forbidden, "ROLE"}, {lead, child, fault.Forbidden, "ROLE"}, {lead, otherLead, fault.Forbidden, "ROLE"},
			{teamLead, member, "", ""}, {teamLead, neighbour, fault.NotFound, ""}, {teamLead, teamLead, "", ""},
			{neighbour, member, fault.NotFound, ""}, {neighbour, neighbour, fault.Forbidden, ""},
		} {
			_, err := a.IssueInvitation(k.As(c.who), c.whom.ID)
			if c.code == "" {
				k.Must(err)
			} else {
				wants(t, err, c.code, c.reason)
			}
		}
	})
}

func TestInviteFromTheCommandLine(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		a := newAuth(k, k.Store)
		p := k.Person(k.Place("here").Households[0], "甲")
		k.Phone(p, number)
		card, err := a.Invite(k.Internal(), "13800000001")
		k.Must(err)
		in, err := a.AcceptInvitation(from(k, ""), tokenOf(k, card))
		k.Must(err)
		if in.Person.ID != p.ID {
			t.Fatalf("signed in as %s", in.Person.Name)
		}
		_, err = a.Invite(k.Internal(), nobodys)
		wants(t, err, fault.NotFound, "")
		_, err = a.Invite(k.Internal(), "x")
		wants(t, err, fault.BadInput, "PHONE")
	})
}

func TestCardsOfAnAddress(t *testing.T) {
	k := testkit.SQLite(t)
	a := newAuth(k, k.Store)
	for range 300 {
		_, err := a.AcceptInvitation(from(k, "192.0.2.1"), "nonsense")
		wants(t, err, fault.Unauthenticated, "INVITATION")
	}
	_, err := a.AcceptInvitation(from(k, "192.0.2.1"), "nonsense")
	wants(t, err, fault.RateLimited, "")
	_, err = a.LogIn(from(k, "192.0.2.1"), number, "123456")
	wants(t, err, fault.RateLimited, "")
	_, err = a.AcceptInvitation(from(k, "192.0.2.2"), "nonsense")
	wants(t, err, fault.Unauthenticated, "INVITATION")
}
