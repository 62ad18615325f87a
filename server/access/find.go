package access

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/person"
	"linli/ent/db/signup"
	"linli/ent/db/team"
	"linli/ent/db/teammember"
	"linli/ent/db/unit"
	"linli/server/fault"
	"linli/server/viewer"
)

// OnEvent is an event, read with its unit, as the rights see it.
func OnEvent(e *db.Event) On {
	on := On{Community: e.CommunityID, Path: e.Edges.Unit.Path, Event: e.ID}
	if e.TeamID != nil {
		on.Team = *e.TeamID
	}
	return on
}

// OnUnit is a unit as the rights see it.
func OnUnit(u *db.Unit) On { return On{Community: u.CommunityID, Path: u.Path} }

// OnPerson is a person, read with her unit, as the rights see it.
func OnPerson(p *db.Person) On {
	return On{Community: p.CommunityID, Path: p.Edges.Unit.Path, Person: p.ID}
}

// OnTeam is a team, read with its unit, as the rights see it.
func OnTeam(t *db.Team) On {
	return On{Community: t.CommunityID, Path: t.Edges.Unit.Path, Team: t.ID}
}

// Event finds the event, with its unit, for a verb: NOT_FOUND when the viewer may not know it, UNAUTHENTICATED or
// FORBIDDEN when she may not do the verb to it.
func Event(ctx context.Context, c *db.Client, verb Verb, id string) (*db.Event, error) {
	return findEvent(ctx, c, verb, func() (*db.Event, error) {
		return c.Event.Query().Where(event.ID(id)).Only(AtDoor(ctx, id))
	})
}

// Shift finds the event of a shift, likewise.
func Shift(ctx context.Context, c *db.Client, verb Verb, id string) (*db.Event, error) {
	return findEvent(ctx, c, verb, func() (*db.Event, error) {
		s, err := c.Shift.Get(viewer.Internal(ctx), id) // whoever may not know the event learns nothing from its shift
		if err != nil {
			return nil, err
		}
		return c.Event.Query().Where(event.ID(s.EventID)).Only(ctx)
	})
}

// SignUp finds the event of a sign-up that the viewer may see, likewise; the verb is asked over its person too.
func SignUp(ctx context.Context, c *db.Client, verb Verb, id string) (*db.Event, error) {
	var about string
	return find(ctx, c, verb, func() (*db.Event, error) {
		s, err := c.SignUp.Query().Where(signup.ID(id)).Only(ctx)
		if err != nil {
			return nil, err
		}
		about = s.PersonID
		return c.Event.Query().Where(event.ID(s.EventID)).Only(ctx)
	}, place, func(e *db.Event) On {
		on := OnEvent(e)
		on.Person = about
		return on
	})
}

// Unit finds a unit, likewise.
func Unit(ctx context.Context, c *db.Client, verb Verb, id string) (*db.Unit, error) {
	if err := signedIn(ctx, verb); err != nil {
		return nil, err
	}
	u, err := c.Unit.Query().Where(unit.ID(id)).Only(ctx)
	if err != nil {
		return nil, Hide(err)
	}
	if err := Ask(ctx, verb, OnUnit(u)); err != nil {
		return nil, err
	}
	return u, nil
}

// Person finds a person, with her unit, likewise.
func Person(ctx context.Context, c *db.Client, verb Verb, id string) (*db.Person, error) {
	return find(ctx, c, verb, func() (*db.Person, error) { return c.Person.Query().Where(person.ID(id)).Only(ctx) }, home, OnPerson)
}

// Member is Person for a verb that a lead of a team may do to its members too.
func Member(ctx context.Context, c *db.Client, verb Verb, id string) (*db.Person, error) {
	var common string
	return find(ctx, c, verb, func() (*db.Person, error) {
		p, err := c.Person.Query().Where(person.ID(id)).Only(ctx)
		if err != nil {
			return nil, err
		}
		shared, err := c.TeamMember.Query().Where(teammember.PersonID(id), teammember.TeamIDIn(viewer.From(ctx).Teams...)).
			Limit(1).All(viewer.Internal(ctx))
		if len(shared) > 0 {
			common = shared[0].TeamID
		}
		return p, err
	}, home, func(p *db.Person) On {
		on := OnPerson(p)
		on.Team = common
		return on
	})
}

// home is where a person's unit is read into.
func home(p *db.Person) (string, **db.Unit) { return p.UnitID, &p.Edges.Unit }

// Team finds a team, with its unit, likewise.
func Team(ctx context.Context, c *db.Client, verb Verb, id string) (*db.Team, error) {
	return find(ctx, c, verb, func() (*db.Team, error) { return c.Team.Query().Where(team.ID(id)).Only(ctx) },
		func(t *db.Team) (string, **db.Unit) { return t.UnitID, &t.Edges.Unit }, OnTeam)
}

// find reads the row narrowed, then its unit whole (the rules need it even where it is hidden from the viewer), then asks.
func find[T any](ctx context.Context, c *db.Client, verb Verb, read func() (T, error), unitOf func(T) (string, **db.Unit), on func(T) On) (T, error) {
	var none T
	if err := signedIn(ctx, verb); err != nil {
		return none, err
	}
	row, err := read()
	if err != nil {
		return none, Hide(err)
	}
	id, slot := unitOf(row)
	if *slot, err = c.Unit.Get(viewer.Internal(ctx), id); err != nil {
		return none, err
	}
	if err := Ask(ctx, verb, on(row)); err != nil {
		return none, err
	}
	return row, nil
}

// signedIn refuses an anonymous viewer, and a door device that has ended, before anything is read, unless anyone may do the verb.
func signedIn(ctx context.Context, verb Verb) error {
	if v := viewer.From(ctx); table[verb] > Anyone && !known(v) {
		return stranger(v)
	}
	return nil
}

func findEvent(ctx context.Context, c *db.Client, verb Verb, read func() (*db.Event, error)) (*db.Event, error) {
	return find(ctx, c, verb, read, place, OnEvent)
}

// place is where an event's unit is read into.
func place(e *db.Event) (string, **db.Unit) { return e.UnitID, &e.Edges.Unit }

// Hide turns ent's "not found" into NOT_FOUND, and leaves other errors as they are.
func Hide(err error) error {
	if db.IsNotFound(err) {
		return fault.Missing()
	}
	return err
}

// MayOnEvent is Event for a row that was read whole, with its unit, under its lock.
func MayOnEvent(v *viewer.Viewer, verb Verb, e *db.Event) error {
	on := OnEvent(e)
	if e.Status == event.StatusDRAFT && !Holds(v, Edit, on) || v.SignedIn() && v.CommunityID != e.CommunityID {
		return fault.Missing()
	}
	return ask(v, verb, on)
}

// MayOnSignUp is SignUp for a sign-up of that person for such an event.
func MayOnSignUp(v *viewer.Viewer, verb Verb, e *db.Event, personID string) error {
	if v.CommunityID != e.CommunityID || !v.Speaks(personID) && !Holds(v, Lead, OnEvent(e)) {
		return fault.Missing()
	}
	return ask(v, verb, OnEvent(e))
}
