package door

import (
	"context"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/person"
	"linli/ent/db/predicate"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/roster"
	"linli/server/text"
)

// whom an entry is about; signUp is nil for somebody who has no place and does not wait for one.
type whom struct {
	person string
	signUp *db.SignUp
}

// who finds whom an entry is about. Without an answer the flag says why the entry is refused.
func (b *book) who(ctx context.Context, from *batch, e *entry) (*whom, []string, error) {
	switch {
	case e.Ticket != nil:
		who, flags := b.byTicket(e)
		return who, flags, nil
	case e.SignUpID != nil:
		who, flags := b.bySignUp(e, *e.SignUpID)
		return who, flags, nil
	case e.PersonID != nil:
		return b.byPerson(ctx, from, e, *e.PersonID)
	case e.Method == attendanceentry.MethodVENUE_CODE && from.viewer.SignedIn():
		return b.byPerson(ctx, from, e, from.viewer.PersonID)
	case e.Method == attendanceentry.MethodWALK_IN && e.Name != nil:
		return b.byName(ctx, from, e)
	}
	return nil, []string{UnknownSignUp}, nil
}

// byTicket takes whom a ticket or a card stands for, if it was good at the time of the scan. A card is good at any event, as long
// as no other was issued.
func (b *book) byTicket(e *entry) (*whom, []string) {
	t := e.shown
	switch {
	case t == nil || e.counted().After(t.Expires):
		return nil, []string{BadTicket}
	case t.PersonID != "":
		p := b.faces[t.PersonID]
		if p == nil || p.CardIssuedAt == nil || p.Card != t.Card || p.CommunityID != b.event.CommunityID {
			return nil, []string{BadTicket}
		}
		return b.bySelf(e, p.ID)
	case t.EventID != b.event.ID:
		return nil, []string{OtherEvent}
	}
	return b.bySignUp(e, t.SignUpID)
}

// bySignUp takes a sign-up of this event; when it is over, the person may have signed up anew.
func (b *book) bySignUp(e *entry, id string) (*whom, []string) {
	s, ok := b.signUps[id]
	if !ok {
		return nil, []string{UnknownSignUp}
	}
	if !roster.Final(s.Status) {
		return &whom{s.PersonID, s}, nil
	}
	if again := b.active(s.PersonID, e.ShiftID, e.counted()); again != nil {
		return &whom{s.PersonID, again}, nil
	}
	return &whom{person: s.PersonID}, []string{Withdrawn}
}

// bySelf takes somebody of whom there is no doubt that she is here.
func (b *book) bySelf(e *entry, personID string) (*whom, []string) {
	if s := b.active(personID, e.ShiftID, e.counted()); s != nil {
		return &whom{personID, s}, nil
	}
	return &whom{person: personID}, []string{NotSignedUp}
}

// byPerson takes somebody who is signed up, or anybody whom the sender may enter.
func (b *book) byPerson(ctx context.Context, from *batch, e *entry, id string) (*whom, []string, error) {
	who, flags := b.bySelf(e, id)
	if who.signUp == nil && !from.viewer.Speaks(id) {
		ok, err := b.tx.Person.Query().Where(person.ID(id), access.Candidate(from.viewer, b.event)).Exist(ctx)
		if err != nil || !ok {
			return nil, []string{UnknownSignUp}, err
		}
	}
	return who, flags, nil
}

// byName finds a walk-in among those on the roster first, then among those whom the sender may enter; of nobody or of
// several with this name and phone tail a new person is made, who lives where the event belongs until somebody knows better.
func (b *book) byName(ctx context.Context, from *batch, e *entry) (*whom, []string, error) {
	tail := value(e.PhoneTail)
	same := []predicate.Person{person.CommunityID(b.event.CommunityID), person.Name(*e.Name)}
	if tail != "" {
		same = append(same, person.PhoneTail(tail))
	}
	onRoster := person.HasSignUpsWith(signup.EventID(b.event.ID))
	for _, among := range []predicate.Person{onRoster, access.Candidate(from.viewer, b.event)} {
		found, err := b.tx.Person.Query().Where(append(same, among)...).Limit(2).All(ctx)
		if err != nil {
			return nil, nil, err
		}
		if len(found) != 1 {
			continue
		}
		if err := b.fetch(ctx, nil, []presence{{found[0].ID, b.event.ID}}); err != nil {
			return nil, nil, err
		}
		who, flags := b.bySelf(e, found[0].ID)
		return who, flags, nil
	}
	fresh, err := b.tx.Person.Create().SetCreatedAt(b.tx.Now()).SetCommunityID(b.event.CommunityID).SetUnitID(b.event.UnitID).
		SetName(*e.Name).SetPhoneTail(tail).SetSearch(text.Searchable(*e.Name, tail)).Save(ctx)
	if err != nil {
		return nil, nil, err
	}
	return &whom{person: fresh.ID}, []string{NotSignedUp}, nil
}
