package graph_test

import (
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/graph/generated"
	"linli/server/fault"
	"linli/server/testkit"
)

// cast is who takes part in the access test: one of each kind, and what they act on.
type cast struct {
	*testkit.Kit
	here                              *testkit.Place
	volunteer, other, lead, secretary *db.Person
	teamLead, abroad                  *db.Person // of another community
	team                              *db.Team
	event, draft, elsewhere           *db.Event
	otherSignUp                       *db.SignUp
}

func newCast(t *testing.T) *cast {
	k := testkit.SQLite(t)
	c := &cast{Kit: k, here: k.Place("here")}
	there := k.Place("there")
	c.volunteer, c.other = k.Person(c.here.Households[0], "志愿者"), k.Person(c.here.Households[1], "邻居")
	c.lead, c.secretary = k.Person(c.here.Households[2], "负责人"), k.Person(c.here.Households[3], "书记")
	c.teamLead, c.abroad = k.Person(c.here.Households[0], "队长"), k.Person(there.Households[0], "外人")
	k.Role(c.lead, c.here.Branches[1], membership.RoleLEAD)
	k.Role(c.secretary, c.here.Root, membership.RoleSECRETARY)
	k.Role(c.abroad, there.Root, membership.RoleSECRETARY)
	c.team = k.Team(c.here.Root, "合唱队", c.teamLead)
	c.event = k.Event(c.here.Branches[0], time.Hour, 5)
	c.elsewhere = k.Event(there.Root, time.Hour, 5)
	c.draft = k.Event(c.here.Branches[0], 3*time.Hour, 5)
	ctx := k.Internal()
	k.Must(k.Store.Do(ctx, draftAndSignUp(c)))
	return c
}

// attempt is somebody who may not, and the code that tells her so; nobody is an anonymous viewer.
type attempt struct {
	who  *db.Person
	code fault.Code
}

var nobody *db.Person

// row is one mutation or subscription with those who may not.
type row struct {
	field, document string
	variables       map[string]any
	attempts        []attempt
}

// TestWhoMayNot asks every mutation and subscription of the API, and the queries that have a row, as somebody who may not. It fails
// for a mutation or subscription without one.
func TestWhoMayNot(t *testing.T) {
	c := newCast(t)
	rows := map[string]row{}
	for _, list := range [][]row{authRows(c), orgRows(c), eventRows(c), rosterRows(c), liveRows(c), hoursRows(c), deviceRows(c)} {
		for _, r := range list {
			rows[r.field] = r
		}
	}
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for _, def := range []*struct{ name string }{{"Mutation"}, {"Subscription"}} {
		for _, field := range schema.Types[def.name].Fields {
			if len(field.Name) > 1 && field.Name[:2] == "__" {
				continue
			}
			r, ok := rows[field.Name]
			if !ok {
				t.Errorf("%s.%s has no row that says who may not", def.name, field.Name)
				continue
			}
			if len(r.attempts) == 0 {
				t.Errorf("%s.%s names nobody who may not", def.name, field.Name)
			}
			t.Run(field.Name, func(t *testing.T) { c.refuse(t, r) })
			delete(rows, field.Name)
		}
	}
	for field, r := range rows { // queries
		t.Run(field, func(t *testing.T) { c.refuse(t, r) })
	}
}

func (c *cast) refuse(t *testing.T, r row) {
	for _, a := range r.attempts {
		code := execute(t, c.Kit, a.who, r.document, r.variables)
		if code != a.code {
			name := "nobody"
			if a.who != nil {
				name = a.who.Name
			}
			t.Errorf("%s as %s: %q, want %q", r.field, name, code, a.code)
		}
	}
}
