package access

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"linli/ent/db"
	"linli/ent/db/intercept"
	"linli/server/viewer"
)

// Narrow makes every query through this client return only what the viewer in the query's context may see. A table that
// has no rule here returns nothing to anybody but the program itself.
func Narrow(c *db.Client) {
	c.Intercept(intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		v := viewer.From(ctx)
		if v.Internal {
			return nil
		}
		if rule, ok := rules[q.Type()]; ok {
			q.WhereP(rule(v))
		} else {
			q.WhereP(nothing)
		}
		return nil
	}))
}

// where is a condition on the rows of one table.
type where = func(*sql.Selector)

func nothing(s *sql.Selector) { s.Where(sql.False()) }

// either holds where one of the conditions does; of none it is nothing.
func either(conditions ...where) where {
	if len(conditions) == 0 {
		return nothing
	}
	return sql.OrPredicates(conditions...)
}

// both holds where all of the conditions do.
func both(conditions ...where) where { return sql.AndPredicates(conditions...) }

// rules say for each table which rows a viewer may read.
var rules = map[string]func(*viewer.Viewer) where{
	db.TypeCommunity:       communities,
	db.TypeUnit:            units,
	db.TypePerson:          people,
	db.TypeMembership:      memberships,
	db.TypeProxy:           proxies,
	db.TypeTeam:            teams,
	db.TypeTeamMember:      teamMembers,
	db.TypePartner:         partners,
	db.TypeEvent:           events,
	db.TypeShift:           shifts,
	db.TypeSignUp:          signUps,
	db.TypeStep:            steps,
	db.TypeSubstitute:      substitutes,
	db.TypeAttendanceEntry: attendance,
	db.TypeCorrection:      corrections,
	db.TypeSession:         sessions,
	db.TypeNotice:          notices,
	db.TypeJoinRequest:     joinRequests,
}
