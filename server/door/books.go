package door

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/server/access"
	"linli/server/store"
	"linli/server/viewer"
)

// books are the logs of the events that one transaction writes to, whose locks it holds.
type books struct {
	door  *Door
	tx    *store.Tx
	now   time.Time
	of    map[string]*book               // by event
	lines map[string]*db.AttendanceEntry // by id: of the log, and of this transaction
	faces map[string]*db.Person          // by id: what a row of the door says of people
}

func (d *Door) open(tx *store.Tx, events ...*db.Event) *books {
	all := &books{door: d, tx: tx, now: tx.Now(), of: map[string]*book{}, lines: map[string]*db.AttendanceEntry{}, faces: map[string]*db.Person{}}
	for _, e := range events {
		if e != nil && all.of[e.ID] == nil {
			all.of[e.ID] = newBook(all, e)
		}
	}
	return all
}

// write enters the batches that wait together, each in turn, in one transaction. A batch that uses an id for something else
// fails alone.
func (d *Door) write(ctx context.Context, tx *store.Tx, parts []*part) error {
	events := make([]*db.Event, len(parts))
	for i, p := range parts {
		events[i] = p.Event
	}
	all := d.open(tx, events...)
	if err := all.load(ctx, parts); err != nil {
		return err
	}
	for _, p := range parts {
		if p.Err = all.reused(p.Work); p.Err != nil {
			continue
		}
		if err := all.enter(ctx, p); err != nil {
			return err
		}
	}
	if err := all.save(ctx); err != nil {
		return err
	}
	if err := all.saveOffsets(ctx, parts); err != nil {
		return err
	}
	return all.answer(ctx, parts)
}

// reused fails for a batch with an id that stands for something else, in the log or in the batch.
func (all *books) reused(b *batch) error {
	here := map[string]string{}
	for _, e := range b.entries {
		known, ok := all.lines[e.ID]
		if ok && (known.EventID != b.event || known.Fingerprint != e.fingerprint) {
			return used(e.n)
		}
		if before, twice := here[e.ID]; twice && before != e.fingerprint {
			return used(e.n)
		}
		here[e.ID] = e.fingerprint
	}
	return nil
}

// enter judges the entries of one batch.
func (all *books) enter(ctx context.Context, p *part) error {
	b, v, e := p.Work, p.Work.viewer, p.Event
	b.leads = e != nil && (handsIn(v, e) || access.Holds(v, access.Door, access.OnEvent(e)))
	if e == nil || e.Status == event.StatusDRAFT || e.CommunityID != v.CommunityID || v.Door != nil && !b.leads {
		for _, one := range b.entries {
			b.refuse(one, Forbidden)
		}
		return nil
	}
	book, before := all.of[e.ID], len(all.lines)
	for _, one := range b.entries {
		if err := book.enter(ctx, b, one); err != nil {
			return err
		}
	}
	p.Touched = len(all.lines) > before
	return nil
}

// handsIn tells whether it is a device of this door that has ended, which may still hand in what it entered before.
func handsIn(v *viewer.Viewer, e *db.Event) bool {
	return v.Ended() && v.Door.EventID == e.ID && !v.Door.Kiosk
}

// add writes lines that were decided on, not sent, into the log of an event whose lock is held: corrections, and what the rule
// closes. They need an id, method, direction, time, sign-up and person; those that are in the log already are left out.
func (d *Door) add(ctx context.Context, tx *store.Tx, e *db.Event, lines ...*db.AttendanceEntry) error {
	all := d.open(tx, e)
	if err := all.loadShifts(ctx); err != nil {
		return err
	}
	var signUps []string
	for _, l := range lines {
		signUps = append(signUps, *l.SignUpID)
	}
	if err := all.fetch(ctx, signUps, nil); err != nil {
		return err
	}
	b := all.of[e.ID]
	for _, l := range lines {
		if all.lines[l.ID] != nil {
			continue
		}
		l.CreatedAt, l.CommunityID, l.EventID = all.now, e.CommunityID, e.ID
		if l.Warnings == nil {
			l.Warnings = []string{}
		}
		b.put(l, viewer.From(ctx))
	}
	return all.save(ctx)
}

// as is a context in which the program acts for somebody.
func as(ctx context.Context, v *viewer.Viewer) context.Context {
	return viewer.Internal(viewer.With(ctx, v))
}
