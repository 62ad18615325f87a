package roster_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/ent/schema"
	"linli/server/roster"
	"linli/server/store"
)

// put writes a sign-up of the person in the first shift as it is to be, at the end of the queue.
func (s *scene) put(person int, status signup.Status, more func(*db.SignUpCreate)) string {
	s.Helper()
	return s.putInto(s.event, s.shift(0), person, status, more)
}

func (s *scene) putInto(e *db.Event, shiftID string, person int, status signup.Status, more func(*db.SignUpCreate)) string {
	s.Helper()
	var id string
	s.Do(func(ctx context.Context, tx *store.Tx) {
		p := s.people[person]
		c := tx.SignUp.Create().SetCreatedAt(tx.Now()).SetCommunityID(p.CommunityID).SetEventID(e.ID).SetShiftID(shiftID).SetPersonID(p.ID).
			SetStatus(status).SetPlace(int64(person)).SetParty(p.ID).SetSignedUpBy(p.ID)
		if more != nil {
			more(c)
		}
		id = c.SaveX(ctx).ID
	})
	return id
}

// why writes an explanation in a line.
func why(e *roster.Explanation) string {
	show := func(n *int) string {
		if n == nil {
			return "-"
		}
		return fmt.Sprint(*n)
	}
	kept := ""
	if e.Kept != nil {
		kept = fmt.Sprintf(" kept %d", e.Kept.Places)
	}
	return fmt.Sprintf("%s ahead %s must %s asked %d free %s passed %d/%d%s", e.Rule, show(e.Ahead), show(e.MustFree), e.Asked, show(e.Free), e.PassedOver, e.PassedOverMost, kept)
}

func TestExplanation(t *testing.T) {
	each(t, 12, []int{6, -1}, func(s *scene) {
		together := func(party string, passed int, inside bool) func(*db.SignUpCreate) {
			return func(c *db.SignUpCreate) { c.SetParty(party).SetPassedOver(passed).SetInside(inside) }
		}
		large := "TOO_LARGE ahead 0 must 2 asked 4 free 3 passed 1/2"
		kept := "KEPT ahead 4 must 4 asked 2 free 3 passed 0/2 kept 2"
		want := map[string]string{
			s.put(0, "CONFIRMED", nil):                           "PLACE ahead - must - asked 1 free 3 passed 0/2",
			s.put(1, "WITHDRAWN", together("w", 0, false)):       "OVER ahead - must - asked 1 free 3 passed 0/2",
			s.put(2, "OFFERED", together("o", 1, true)):          "OFFER ahead - must - asked 2 free 3 passed 1/2",
			s.put(3, "OFFERED", together("o", 1, false)):         "OFFER ahead - must - asked 2 free 3 passed 1/2",
			s.put(4, "WAITLISTED", together("a", 1, false)):      large,
			s.put(5, "WAITLISTED", together("a", 1, true)):       large,
			s.put(6, "WAITLISTED", together("a", 1, false)):      large,
			s.put(7, "WAITLISTED", together("a", 1, false)):      large,
			s.put(8, "WAITLISTED", together("b", 0, false)):      kept,
			s.put(9, "WAITLISTED", together("b", 0, false)):      kept,
			s.putInto(s.event, s.shift(1), 10, "CONFIRMED", nil): "PLACE ahead - must - asked 1 free - passed 0/2",
		}
		s.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Shift.Update().Where(shift.ID(s.shift(0))).SetConfirmed(1).SetOffered(2).SetWaitlisted(6).
				SetKept(2).SetKeptUnitID(s.place.Branches[1].ID).SetKeptUntil(tx.Now().Add(time.Hour)).ExecX(ctx)
			rules := (*schema.OfferRules)(nil).OrUsual()
			rules.PassedOver = 2
			tx.Community.UpdateOneID(s.place.Community.ID).SetOfferRules(&rules).ExecX(ctx)
		})
		var ids []string
		for id := range want {
			ids = append(ids, id)
		}
		lead, queries := s.As(s.lead), s.count()
		all, err := s.Explain(lead, ids)
		s.Must(err)
		if n := queries(); n != 2 {
			t.Errorf("%d queries for %d sign-ups", n, len(ids))
		}
		for id, w := range want {
			if got := why(all[id]); got != w {
				t.Errorf("%s, want %s", got, w)
			}
		}
		for who, sees := range map[*db.Person]int{s.people[8]: 1, s.Person(s.place.Households[3], "外人"): 0, nil: 0} {
			if some, err := s.Explain(s.As(who), ids); err != nil || len(some) != sees {
				t.Errorf("%v is told of %d: %v", who, len(some), err)
			}
		}
		s.Clock.Move(time.Hour)
		if got, err := s.Explain(s.As(s.lead), ids[:1]); err != nil || got[ids[0]].Kept != nil {
			t.Errorf("still kept: %v", err)
		}
	})
}

// count returns a function that tells how many queries of sign-ups and what belongs to them ran since.
func (s *scene) count() func() int {
	n := 0
	s.Store.Client().Intercept(db.InterceptFunc(func(next db.Querier) db.Querier {
		return db.QuerierFunc(func(ctx context.Context, q db.Query) (db.Value, error) {
			n++
			return next.Query(ctx, q)
		})
	}))
	return func() int { all := n; n = 0; return all }
}
