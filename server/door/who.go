package door

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/person"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/text"
	"linli/server/ticket"
	"linli/server/viewer"
)

// whom an entry is about; signUp is nil for somebody who has no place and does not wait for one.
type whom struct {
	person string
	signUp *db.SignUp
}

// who finds whom an entry is about. Without an answer the flags say why the entry is refused.
func (b *book) who(ctx context.Context, e numbered) (*whom, []string, error) {
	switch {
	case e.Ticket != nil:
		return b.byTicket(ctx, e)
	case e.SignUpID != nil:
		return b.bySignUp(e, *e.SignUpID)
	case e.PersonID != nil:
		return b.byPerson(ctx, e, *e.PersonID)
	case e.Method == attendanceentry.MethodVENUE_CODE:
		return b.byPerson(ctx, e, viewer.From(ctx).PersonID)
	case e.Method == attendanceentry.MethodWALK_IN && e.Name != nil:
		return b.byName(ctx, e)
	}
	return nil, []string{UnknownSignUp}, nil
}

// ticket reads an entry's ticket; nil when it carries none that we signed.
func (b *book) ticket(ctx context.Context, e numbered) (*ticket.Shown, error) {
	if e.Ticket == nil {
		return nil, nil
	}
	t, err := b.door.rosters.Tickets().Read(ctx, *e.Ticket)
	if fault.Of(err) == fault.BadInput {
		return nil, nil
	}
	return t, err
}

func (b *book) byTicket(ctx context.Context, e numbered) (*whom, []string, error) {
	t, err := b.ticket(ctx, e)
	if err != nil {
		return nil, nil, err
	}
	if t == nil || e.At.After(t.Expires) {
		return nil, []string{BadTicket}, nil
	}
	if t.EventID != b.event.ID {
		return nil, []string{OtherEvent}, nil
	}
	return b.bySignUp(e, t.SignUpID)
}

// bySignUp takes a sign-up of this event; when it is over, the person may have signed up anew.
func (b *book) bySignUp(e numbered, id string) (*whom, []string, error) {
	s, ok := b.signUps[id]
	if !ok {
		return nil, []string{UnknownSignUp}, nil
	}
	if !roster.Final(s.Status) {
		return &whom{s.PersonID, s}, nil, nil
	}
	if again := b.active(s.PersonID, e.ShiftID, e.At); again != nil {
		return &whom{s.PersonID, again}, nil, nil
	}
	return &whom{person: s.PersonID}, []string{Withdrawn}, nil
}

// byPerson takes somebody who is signed up, or anybody whom the lead may enter.
func (b *book) byPerson(ctx context.Context, e numbered, id string) (*whom, []string, error) {
	if s := b.active(id, e.ShiftID, e.At); s != nil {
		return &whom{id, s}, nil, nil
	}
	if v := viewer.From(ctx); !v.Speaks(id) {
		ok, err := b.tx.Person.Query().Where(person.ID(id), access.Candidate(v, b.event)).Exist(ctx)
		if err != nil || !ok {
			return nil, []string{UnknownSignUp}, err
		}
	}
	return &whom{person: id}, []string{NotSignedUp}, nil
}

// byName finds a walk-in among those on the roster first, then among those whom the lead may enter; of nobody or of
// several with this name and phone tail a new person is made, who lives where the event belongs until somebody knows better.
func (b *book) byName(ctx context.Context, e numbered) (*whom, []string, error) {
	tail := ""
	if e.PhoneTail != nil {
		tail = *e.PhoneTail
	}
	same := []personWhere{person.CommunityID(b.event.CommunityID), person.Name(*e.Name)}
	if tail != "" {
		same = append(same, person.PhoneTail(tail))
	}
	onRoster := person.HasSignUpsWith(signup.EventID(b.event.ID))
	for _, among := range []personWhere{onRoster, access.Candidate(viewer.From(ctx), b.event)} {
		found, err := b.tx.Person.Query().Where(append(same, among)...).Limit(2).All(ctx)
		if err != nil {
			return nil, nil, err
		}
		if len(found) != 1 {
			continue
		}
		rows, err := b.tx.SignUp.Query().Where(signup.EventID(b.event.ID), signup.PersonID(found[0].ID)).All(ctx)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range rows {
			if _, loaded := b.signUps[s.ID]; !loaded {
				b.signUps[s.ID] = s
			}
		}
		return b.byPerson(ctx, e, found[0].ID)
	}
	fresh, err := b.tx.Person.Create().SetCreatedAt(b.tx.Now()).SetCommunityID(b.event.CommunityID).SetUnitID(b.event.UnitID).
		SetName(*e.Name).SetPhoneTail(tail).SetSearch(text.Searchable(*e.Name, tail)).Save(ctx)
	if err != nil {
		return nil, nil, err
	}
	return &whom{person: fresh.ID}, []string{NotSignedUp}, nil
}
