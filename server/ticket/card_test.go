package ticket_test

import (
	"context"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/auditentry"
	"linli/ent/db/membership"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/ticket"
)

// number is what a card must say of this person to hold.
func (s *scene) number(p *db.Person) int {
	s.Helper()
	row, err := s.Store.Client().Person.Get(s.Internal(), p.ID)
	s.Must(err)
	return row.Card
}

func TestCards(t *testing.T) {
	each(t, func(s *scene) {
		here := s.Place("here")
		p := s.Person(here.Households[0], "李奶奶")
		ctx := s.As(p)
		if none, err := s.Card(ctx, p.ID); none != nil || err != nil {
			s.Fatalf("%+v, %v", none, err)
		}
		first, err := s.IssueCard(ctx, p.ID)
		s.Must(err)
		says := s.read(s.Tickets, first.Ticket)
		want := ticket.Shown{PersonID: p.ID, Card: 1, Expires: s.Clock.Now().Add(2 * 365 * 24 * time.Hour)}
		if len(first.Ticket) != 124 || *says != want || first.Person.ID != p.ID || s.number(p) != 1 {
			s.Fatalf("%d characters say %+v", len(first.Ticket), says)
		}
		s.rotate(false)
		s.Clock.Move(time.Hour)
		if same, err := s.Card(ctx, p.ID); err != nil || same.Ticket != first.Ticket || !same.IssuedAt.Equal(first.IssuedAt) {
			s.Fatalf("printed again it is %+v, %v", same, err)
		}
		second, err := s.IssueCard(ctx, p.ID)
		s.Must(err)
		if s.read(s.Tickets, first.Ticket).Card == s.number(p) || s.read(s.Tickets, second.Ticket).Card != s.number(p) {
			s.Fatal("the one before still holds, or the new one does not")
		}
		for range 2 {
			if ok, err := s.WithdrawCard(ctx, p.ID); !ok || err != nil {
				s.Fatal(err)
			}
		}
		none, err := s.Card(ctx, p.ID)
		if s.number(p) == second.Number || none != nil || err != nil {
			s.Fatalf("withdrawn: %+v, %v", none, err)
		}
		third, err := s.IssueCard(ctx, p.ID)
		s.Must(err)
		if third.Number <= second.Number || third.Number != s.number(p) {
			s.Fatalf("number %d after %d", third.Number, second.Number)
		}
		deeds := s.Store.Client().AuditEntry.Query().Where(auditentry.ActorID(p.ID), auditentry.Subject(p.ID)).CountX(s.Internal())
		if deeds != 4 {
			s.Fatalf("%d deeds are on record", deeds)
		}
		s.Clock.Move(2 * 365 * 24 * time.Hour)
		if old, err := s.Card(ctx, p.ID); old != nil || err != nil {
			s.Fatalf("it has run out: %+v, %v", old, err)
		}
	})
}

// A card that a lost key signed is signed anew, so that it can be printed once more.
func TestCardsOfALostKey(t *testing.T) {
	each(t, func(s *scene) {
		p := s.Person(s.Place("here").Root, "李奶奶")
		first, err := s.IssueCard(s.As(p), p.ID)
		s.Must(err)
		s.rotate(true)
		s.Clock.Move(time.Minute)
		anew, err := s.Card(s.As(p), p.ID)
		s.Must(err)
		if says := s.read(s.Tickets, anew.Ticket); anew.Ticket == first.Ticket || says.Card != first.Number || !says.Expires.Equal(first.ExpiresAt) {
			s.Fatalf("it says %+v", says)
		}
	})
}

func TestWhoHasCardsMade(t *testing.T) {
	each(t, func(s *scene) {
		here, there := s.Place("here"), s.Place("there")
		granny, daughter := s.Person(here.Households[0], "李奶奶"), s.Person(here.Households[1], "女儿")
		neighbour, lead, far := s.Person(here.Households[0], "邻居"), s.Person(here.Groups[0], "组长"), s.Person(here.Groups[1], "组长")
		trainer, abroad := s.Person(here.Households[3], "队长"), s.Person(there.Root, "书记")
		s.ActsFor(daughter, granny)
		s.Role(lead, here.Branches[0], membership.RoleLEAD)
		s.Role(far, here.Branches[1], membership.RoleLEAD)
		s.Role(abroad, there.Root, membership.RoleSECRETARY)
		team := s.Team(here.Root, "合唱队", trainer)
		s.join(team, granny)
		verbs := map[string]func(context.Context) error{
			"card":         func(ctx context.Context) error { _, err := s.Card(ctx, granny.ID); return err },
			"issueCard":    func(ctx context.Context) error { _, err := s.IssueCard(ctx, granny.ID); return err },
			"withdrawCard": func(ctx context.Context) error { _, err := s.WithdrawCard(ctx, granny.ID); return err },
		}
		for verb, do := range verbs {
			for _, who := range []*db.Person{granny, daughter, lead, trainer} {
				if err := do(s.As(who)); err != nil {
					s.Errorf("%s by %s: %v", verb, who.Name, err)
				}
			}
			for who, code := range map[*db.Person]fault.Code{neighbour: fault.NotFound, far: fault.NotFound, abroad: fault.NotFound, nil: fault.Unauthenticated} {
				if err := do(s.As(who)); fault.Of(err) != code {
					s.Errorf("%s by a stranger: %v, not %s", verb, err, code)
				}
			}
		}
	})
}

func (s *scene) join(team *db.Team, p *db.Person) {
	s.Do(func(ctx context.Context, tx *store.Tx) {
		tx.TeamMember.Create().SetCommunityID(team.CommunityID).SetTeamID(team.ID).SetPersonID(p.ID).ExecX(ctx)
	})
}
