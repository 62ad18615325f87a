package roster

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"linli/ent/db/community"
	"linli/server/viewer"
)

// Rule is which rule a sign-up stands under.
type Rule string

// The rules, as the API describes them.
const (
	RulePlace         Rule = "PLACE"
	RuleOffer         Rule = "OFFER"
	RuleFull          Rule = "FULL"
	RuleTooLarge      Rule = "TOO_LARGE"
	RuleHeldForIt     Rule = "HELD_FOR_IT"
	RuleHeldForOthers Rule = "HELD_FOR_OTHERS"
	RuleKept          Rule = "KEPT"
	RuleOver          Rule = "OVER"
)

// MarshalGQL writes the rule's name.
func (r Rule) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(r))) }

// UnmarshalGQL refuses: a rule is never an input.
func (*Rule) UnmarshalGQL(any) error { return fmt.Errorf("a rule is not an input") }

// Explanation is why a sign-up is where it is.
type Explanation struct {
	Rule            Rule
	Ahead, MustFree *int // nil when it does not wait
	Asked           int
	Free            *int // nil: unlimited
	// PassedOver is how often smaller parties were let past, PassedOverMost after how many times places are held.
	PassedOver, PassedOverMost int
	Kept                       *Kept
}

// Kept are the places of a shift that only people of a unit may have, until a time.
type Kept struct {
	Places int
	UnitID string
	Until  time.Time
}

// Explain says of each of the sign-ups that the viewer may see why it is where it is now. How many wait in front and how
// often they were passed is no secret, so that is counted of everybody. It takes two queries, however many are asked for.
func (r *Rosters) Explain(ctx context.Context, ids []string) (map[string]*Explanation, error) {
	rows, err := r.standings(ctx, ids)
	if err != nil {
		return nil, err
	}
	most, err := r.passedOverMost(ctx, rows)
	if err != nil {
		return nil, err
	}
	all, now := make(map[string]*Explanation, len(rows)), r.store.Now()
	for _, s := range rows {
		all[s.ID] = s.explain(now, most[s.CommunityID])
	}
	return all, nil
}

// passedOverMost reads, by community, how often a party may be passed over.
func (r *Rosters) passedOverMost(ctx context.Context, rows []*standing) (map[string]int, error) {
	var ids []string
	most := map[string]int{}
	for _, s := range rows {
		if _, ok := most[s.CommunityID]; !ok {
			most[s.CommunityID] = 0
			ids = append(ids, s.CommunityID)
		}
	}
	all, err := r.store.Client().Community.Query().Where(community.IDIn(ids...)).All(viewer.Internal(ctx))
	for _, c := range all {
		most[c.ID] = c.OfferRules.OrUsual().PassedOver
	}
	return most, err
}
