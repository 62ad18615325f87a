package graph

import (
	"github.com/vikstrous/dataloadgen"

	"linli/ent/db"
	"linli/server/roster"
)

// rosterLoaders are the loaders of sign-ups and of what they point at; whose ids come from a sign-up that the viewer may
// see, so what they point at is read whole.
type rosterLoaders struct {
	signedPerson *dataloadgen.Loader[string, *db.Person]
	signedShift  *dataloadgen.Loader[string, *db.Shift]
	signedEvent  *dataloadgen.Loader[string, *db.Event]
	signUp       *dataloadgen.Loader[string, *roster.SignUp]
	mySignUps    *dataloadgen.Loader[string, []*roster.SignUp]
	ticket       *dataloadgen.Loader[string, *string]
	toCall       *dataloadgen.Loader[string, int]
	explanation  *dataloadgen.Loader[string, *roster.Explanation]
	history      *dataloadgen.Loader[string, []*roster.Step]
	clash        *dataloadgen.Loader[string, *roster.SignUp]
}

func newRosterLoaders(r *roster.Rosters) rosterLoaders {
	return rosterLoaders{
		signedPerson: one(r.People, func(p *db.Person) string { return p.ID }),
		signedShift:  one(r.Shifts, func(s *db.Shift) string { return s.ID }),
		signedEvent:  one(r.Events, func(e *db.Event) string { return e.ID }),
		signUp:       mapped(r.ByIDs),
		mySignUps:    mapped(r.OfEvents),
		ticket:       mapped(r.TicketsOf),
		toCall:       mapped(r.ToCallOf),
		explanation:  mapped(r.Explain),
		history:      mapped(r.Histories),
		clash:        mapped(r.Clashes),
	}
}
