package org

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/unit"
	"linli/ent/schema"
	"linli/server/access"
	"linli/server/event"
	"linli/server/fault"
	"linli/server/store"
	"linli/server/viewer"
)

// The widest that the rules of offers may be: minutes, but for the last.
const (
	longestOffer   = 7 * 24 * 60
	longestAtOnce  = 24 * 60
	lastMinute     = 24*60 - 1
	mostPassedOver = 50
)

// ChangeOfferRules sets how long a freed place is held in the community, and after how many times places are held for a
// party that was passed over; what the old rules held and the new ones do not is offered at once. Offers already made keep
// their deadline. For secretaries of the whole community; BAD_USER_INPUT with reason RANGE names the field.
func (o *Org) ChangeOfferRules(ctx context.Context, communityID string, in OfferRulesInput) (*db.Community, error) {
	roots, err := o.store.Client().Unit.Query().Where(unit.CommunityID(communityID), unit.Path(rootPath)).IDs(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	if _, err := access.Unit(ctx, o.store.Client(), "changeOfferRules", append(roots, "")[0]); err != nil {
		return nil, fault.At(err, "communityId")
	}
	if err := checkOfferRules(in); err != nil {
		return nil, err
	}
	return change(ctx, o, communityID, func(ctx context.Context, tx *store.Tx) (*db.Community, error) {
		c, err := tx.Community.UpdateOneID(communityID).SetOfferRules(&in).Save(ctx)
		if err != nil {
			return nil, err
		}
		if err := event.Settle(ctx, tx, communityID); err != nil {
			return nil, err
		}
		return c, tx.Audit(ctx, store.Deed{Community: communityID, Verb: "changeOfferRules", Subject: communityID})
	})
}

// OfferRules are the rules that hold in the community: its own or the usual ones.
func OfferRules(c *db.Community) *schema.OfferRules {
	rules := c.OfferRules.OrUsual()
	return &rules
}

func checkOfferRules(in OfferRulesInput) error {
	for _, rule := range []struct {
		field              string
		value, least, most int
	}{
		{"daysAhead", in.DaysAhead, 1, longestOffer},
		{"dayBefore", in.DayBefore, 1, longestOffer},
		{"sameDay", in.SameDay, 1, longestOffer},
		{"atOnce", in.AtOnce, 0, longestAtOnce},
		{"nightFrom", in.NightFrom, 0, lastMinute},
		{"nightUntil", in.NightUntil, 0, lastMinute},
		{"passedOver", in.PassedOver, 1, mostPassedOver},
	} {
		if rule.value < rule.least || rule.value > rule.most {
			return fault.Field("input."+rule.field, "From %d to %d.", rule.least, rule.most).Because("RANGE")
		}
	}
	return nil
}
