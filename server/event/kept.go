package event

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/ent/db/signup"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

// KeptInput keeps places of a shift for people of a unit until a time.
type KeptInput struct {
	Places int
	UnitID string
	Until  time.Time
}

// KeptOf are the places that the shift keeps; nil: none.
func KeptOf(row *db.Shift) *roster.Kept {
	if row.Kept == 0 || row.KeptUnitID == nil || row.KeptUntil == nil {
		return nil
	}
	return &roster.Kept{Places: row.Kept, UnitID: *row.KeptUnitID, Until: *row.KeptUntil}
}

func keptAs(row *db.Shift) *KeptInput {
	k := KeptOf(row)
	if k == nil {
		return nil
	}
	return &KeptInput{Places: k.Places, UnitID: k.UnitID, Until: k.Until}
}

// checkKept refuses places that the n-th shift of an input cannot keep.
func checkKept(n int, s slot) error {
	at := func(field string) string { return fmt.Sprintf("input.shifts.%d.kept.%s", n, field) }
	switch {
	case s.kept == nil:
		return nil
	case s.capacity == nil:
		return fault.Field(at("places"), "Only a shift with a number of places keeps some.").Because("RANGE")
	case s.kept.Places < 1 || s.kept.Places > *s.capacity:
		return fault.Field(at("places"), "From 1 to all of the shift's places.").Because("RANGE")
	case s.kept.Until.After(s.ends):
		return fault.Field(at("until"), "At most the end of the shift.").Because("OUTSIDE_SHIFT")
	}
	return nil
}

// checkUnits refuses units that places cannot be kept for, given by the number of the shift: NOT_FOUND for one that is not
// of the community or that the viewer may not know, BAD_USER_INPUT with reason LEVEL for a household.
func (e *Events) checkUnits(ctx context.Context, communityID string, kept []*KeptInput) error {
	var ids []string
	for _, k := range kept {
		if k != nil {
			ids = append(ids, k.UnitID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	units, err := e.store.Client().Unit.Query().Where(unit.IDIn(ids...), unit.CommunityID(communityID)).All(ctx)
	if err != nil {
		return err
	}
	for n, k := range kept {
		if k == nil {
			continue
		}
		at := fmt.Sprintf("input.shifts.%d.kept.unitId", n)
		i := slices.IndexFunc(units, func(u *db.Unit) bool { return u.ID == k.UnitID })
		if i < 0 {
			return fault.Missing().At(at)
		}
		if units[i].Level == unit.LevelHOUSEHOLD {
			return fault.Field(at, "Places are not kept for a household.").Because("LEVEL")
		}
	}
	return nil
}

func each[S, T any](all []S, of func(S) T) []T {
	out := make([]T, len(all))
	for i, s := range all {
		out[i] = of(s)
	}
	return out
}

// mark says anew who of a shift is of the unit that it keeps places for, and counts those who have one.
func mark(ctx context.Context, tx *store.Tx, s slot) error {
	all := signup.And(signup.ShiftID(s.id), signup.StatusIn(roster.Active...))
	if err := tx.SignUp.Update().Where(all, signup.Inside(true)).SetInside(false).Exec(ctx); err != nil {
		return err
	}
	if s.kept != nil {
		u, err := tx.Unit.Get(ctx, s.kept.UnitID)
		if err != nil {
			return fault.At(access.Hide(err), "input.shifts")
		}
		if err := tx.SignUp.Update().Where(all, signup.HasPersonWith(of(u))).SetInside(true).Exec(ctx); err != nil {
			return err
		}
	}
	taken, err := tx.SignUp.Query().Where(signup.ShiftID(s.id), signup.StatusIn(signup.StatusCONFIRMED, signup.StatusOFFERED),
		signup.Inside(true), signup.WalkIn(false)).Count(ctx)
	if err != nil {
		return err
	}
	return tx.Shift.UpdateOneID(s.id).SetKeptTaken(taken).Exec(ctx)
}

// of holds for the people who live in the unit or below it, or have a role there.
func of(u *db.Unit) predicate.Person {
	below := access.Subtree(u.CommunityID, u.Path)
	return person.Or(person.HasUnitWith(below), person.HasMembershipsWith(membership.HasUnitWith(below)))
}
