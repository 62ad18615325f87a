package roster_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/ent/db"
	"linli/ent/db/session"
	"linli/ent/db/signup"
	"linli/ent/uid"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/store"
)

// deed picks what somebody does next.
func (d *driver) deed() deed {
	if n := len(d.past); n > 0 && d.random.IntN(10) == 0 {
		if p := d.past[d.random.IntN(n)]; d.world.now.Sub(p.at) < roster.KeepAnswers {
			return p.deed
		}
	}
	one, key := deed{}, (*string)(nil)
	if d.random.IntN(3) == 0 {
		d.keys++
		k := fmt.Sprint(d.name(), d.keys)
		key, one.key = &k, true
	}
	if e := d.someone(); e != nil && d.random.IntN(5) > 1 {
		d.about(&one, e, key)
	} else {
		d.coming(&one, key)
	}
	if one.key {
		one.what += " key " + *key
	}
	return one
}

// coming lets somebody come: alone, for those she acts for, or by the lead, who names anybody.
func (d *driver) coming(one *deed, key *string) {
	shift, by := d.random.IntN(2), d.random.IntN(len(d.people))
	people := []int{by}
	switch d.random.IntN(3) {
	case 0:
		by, people = lead, d.random.Perm(len(d.people))[:1+d.random.IntN(4)]
	case 1:
		for ward, holder := range map[int]int{4: 0, 6: 1} {
			if holder == by {
				people = append(people, ward)
			}
		}
	}
	one.what = fmt.Sprintf("%d signs %v up for shift %d", by, people, shift)
	one.do = func(r *roster.Rosters) ([]*roster.SignUp, error) {
		return r.SignUp(d.as(by), d.shift(shift), d.ids(people...), key)
	}
	one.model = func() ([]said, string) { return d.come(shift, people) }
}

// someone is a row that something may be done to, seldom one that is over.
func (d *driver) someone() *entry {
	for range 4 {
		if len(d.rows) == 0 {
			return nil
		}
		if e := d.rows[d.random.IntN(len(d.rows))]; e.id != "" && (e.active() || d.random.IntN(8) == 0) {
			return e
		}
	}
	return nil
}

// about picks what is done to a row, by its person, by who acts for her, or by the lead.
func (d *driver) about(one *deed, e *entry, key *string) {
	who := e.person
	if holder, ok := d.holders[who]; ok && d.random.IntN(2) == 0 {
		who = holder
	}
	by := who
	if d.random.IntN(2) == 0 {
		by = lead
	}
	why, id := "电话里说", e.id
	row := func(s *roster.SignUp, err error) ([]*roster.SignUp, error) {
		if err != nil {
			return nil, err
		}
		return []*roster.SignUp{s}, nil
	}
	verb := ""
	verb, one.do, one.model = "", nil, nil
	set := func(name string, do func(*roster.Rosters) ([]*roster.SignUp, error), model func() ([]said, string)) {
		verb, one.do, one.model = name, do, model
	}
	switch d.random.IntN(11) {
	case 0, 1, 2:
		set(fmt.Sprint(by, " withdraws"), func(r *roster.Rosters) ([]*roster.SignUp, error) { return row(r.Withdraw(d.as(by), id, &why, key)) },
			func() ([]said, string) { return d.leave(by, e) })
	case 3, 4:
		accept := d.random.IntN(2) == 0
		set(fmt.Sprint(who, " answers ", accept, " for"), func(r *roster.Rosters) ([]*roster.SignUp, error) {
			return row(r.AnswerOffer(d.as(who), id, accept, key))
		},
			func() ([]said, string) { return d.answer(who, e, accept) })
	case 5:
		set("the lead moves up", func(r *roster.Rosters) ([]*roster.SignUp, error) { return row(r.MoveUp(d.as(lead), id, why, key)) },
			func() ([]said, string) { return d.moveUp(e) })
	case 6:
		set("the lead confirms", func(r *roster.Rosters) ([]*roster.SignUp, error) { return row(r.Confirm(d.as(lead), id, why, key)) },
			func() ([]said, string) { return d.confirm(e) })
	case 7:
		places := 1 + d.random.IntN(2)
		set(fmt.Sprintf("the lead adds %d places to shift %d, not for", places, e.shift), func(r *roster.Rosters) ([]*roster.SignUp, error) {
			_, err := r.AddPlaces(d.as(lead), d.shift(e.shift), places, why, key)
			return nil, err
		}, func() ([]said, string) { return d.add(e.shift, places) })
	case 8, 9:
		to := d.random.IntN(2)
		set(fmt.Sprintf("%d moves to shift %d", by, to), func(r *roster.Rosters) ([]*roster.SignUp, error) {
			return row(r.Move(d.as(by), id, d.shift(to), &why, key))
		},
			func() ([]said, string) { return d.move(by, e, to) })
	default:
		one.key = false
		set("the lead has called", func(r *roster.Rosters) ([]*roster.SignUp, error) { return row(r.MarkCalled(d.as(lead), id)) },
			func() ([]said, string) { return d.callOff(e) })
	}
	one.what = fmt.Sprintf("%s row %d (person %d)", verb, d.index(e), e.person)
}

func (d *driver) index(e *entry) int {
	for i, other := range d.rows {
		if other == e {
			return i
		}
	}
	return -1
}

// tick lets time pass, and sometimes the job do what it brought about.
func (d *driver) tick() {
	by := time.Duration(1+d.random.IntN(8*60)) * time.Minute
	if d.random.IntN(2) == 0 {
		by = time.Duration(1+d.random.IntN(30)) * time.Minute
	}
	d.Clock.Move(by)
	d.world.now = d.Clock.Now()
	d.diary = append(d.diary, fmt.Sprintf("%v go by", by))
	d.settleNow(d.rosters[0])
}

func (d *driver) settleNow(r *roster.Rosters) {
	if d.random.IntN(4) == 0 {
		return
	}
	d.turn++
	d.diary = append(d.diary, "time has its way")
	d.Must(r.Settle(d.Internal(), d.event.ID))
	d.pass()
}

// elsewhere does what comes from elsewhere: pages open and close, people arrive, capacities are lowered, calls are asked for.
func (d *driver) elsewhere(r *roster.Rosters) {
	d.turn++
	e := d.someone()
	switch n := d.random.IntN(5); {
	case n == 0:
		d.turnPage(d.random.IntN(len(d.people)))
	case n == 1 && e != nil && e.status == confirmed && !e.arrived:
		d.arrive(r, e)
	case n == 2:
		d.walkIn(r)
	case n == 3 && e != nil:
		d.diary = append(d.diary, fmt.Sprintf("row %d is to be called", d.index(e)))
		d.Must(r.ToCall(d.Internal(), e.id))
		_, _ = d.call(e)
	default:
		d.lower(r)
	}
}

func (d *driver) turnPage(person int) {
	p := d.people[person]
	d.page[person] = !d.page[person]
	d.diary = append(d.diary, fmt.Sprintf("the page of %d is open: %v", person, d.page[person]))
	d.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Session.Delete().Where(session.PersonID(p.ID)).ExecX(ctx)
		if far := d.Clock.Now().Add(1000 * time.Hour); d.page[person] {
			tx.Session.Create().SetCommunityID(p.CommunityID).SetPersonID(p.ID).SetTokenHash(uid.New("to")).SetSeenAt(far).SetExpiresAt(far).SetOpenUntil(far).ExecX(ctx)
		}
	})
}

func (d *driver) arrive(r *roster.Rosters, e *entry) {
	d.diary = append(d.diary, fmt.Sprintf("row %d arrives", d.index(e)))
	e.arrived = true
	d.Must(r.Alone(d.Internal(), d.event.ID, func(ctx context.Context, tx *store.Tx, _ *db.Event) error {
		return tx.SignUp.UpdateOneID(e.id).SetCheckedInAt(tx.Now()).Exec(ctx)
	}))
}

// walkIn lets somebody in at the door who has nothing there.
func (d *driver) walkIn(r *roster.Rosters) {
	person, shift := d.random.IntN(len(d.people)), d.random.IntN(2)
	if d.find(shift, person) != nil {
		return
	}
	e := &entry{id: uid.New("su"), person: person, shift: shift, party: -len(d.rows) - 1, status: confirmed, walkedIn: true, arrived: true}
	d.rows, d.byID[e.id] = append(d.rows, e), e
	d.diary = append(d.diary, fmt.Sprintf("%d walks in to shift %d", person, shift))
	d.Must(r.Alone(d.Internal(), d.event.ID, func(ctx context.Context, tx *store.Tx, ev *db.Event) error {
		tx.Shift.UpdateOneID(d.shift(shift)).AddConfirmed(1).AddWalkedIn(1).ExecX(ctx)
		return tx.SignUp.Create().SetID(e.id).SetCommunityID(ev.CommunityID).SetEventID(ev.ID).SetShiftID(d.shift(shift)).SetPersonID(d.people[person].ID).
			SetStatus(signup.StatusCONFIRMED).SetPlace(0).SetParty(e.id).SetSignedUpBy(d.people[person].ID).SetWalkIn(true).SetCheckedInAt(tx.Now()).Exec(ctx)
	}))
	d.settleAfter(r, shift)
}

// settleAfter is the end of a door's or an event's verb.
func (d *driver) settleAfter(r *roster.Rosters, shift int) {
	d.Must(r.Alone(d.Internal(), d.event.ID, func(ctx context.Context, tx *store.Tx, ev *db.Event) error {
		return roster.Promote(ctx, tx, ev, d.shift(shift))
	}))
	d.turn++
	d.settle(shift, 0)
}

// lower takes places away as the event's verb does.
func (d *driver) lower(r *roster.Rosters) {
	shift := d.random.IntN(2)
	capacity := d.random.IntN(d.shifts[shift].capacity + 1)
	if d.closed(shift) != "" {
		return
	}
	_, why := d.shrink(shift, capacity)
	d.diary = append(d.diary, fmt.Sprintf("shift %d has %d places %s", shift, capacity, why))
	err := r.Alone(d.As(d.lead), d.event.ID, func(ctx context.Context, tx *store.Tx, ev *db.Event) error {
		return roster.MoveBack(ctx, tx, ev, "场地小了", map[string]int{d.shift(shift): capacity})
	})
	if f := (*fault.Error)(nil); err != nil && (!errors.As(err, &f) || f.Reason != why) || err == nil && why != "" {
		d.fail("answered %v", err)
	}
}
