package door

import (
	"context"
	"fmt"
	"time"

	"linli/ent/db/attendanceentry"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/roster"
	"linli/server/ticket"
	"linli/server/viewer"
)

// handIn is how long after its end a door device may hand in what it entered before.
const handIn = 7 * 24 * time.Hour

// CheckIn writes a batch of entries from one device into the log, in its order, and answers each. An entry that is in the
// log already changes nothing and is answered as before. The entries of an event are kept together or not. It fails only for what no device
// of ours sends: BAD_USER_INPUT for a malformed entry or more than 200, CONFLICT with reason KEY_REUSED for an id that was
// used for something else and SENDER when somebody else made the entries, RATE_LIMITED after more than 30 venue codes of one
// person in ten minutes; UNAUTHENTICATED for a stranger and for a door device seven days after its end.
func (d *Door) CheckIn(ctx context.Context, sent []*Entry, from From) ([]*Result, error) {
	v := viewer.From(ctx)
	if err := d.known(ctx, v, from); err != nil {
		return nil, err
	}
	if err := check(sent); err != nil {
		return nil, err
	}
	if err := d.countCodes(v.Sender(), sent); err != nil {
		return nil, err
	}
	now := d.store.Now()
	results := make([]*Result, len(sent))
	batches, order := map[string]*batch{}, []*batch{}
	for i, e := range sent {
		one, err := d.receive(ctx, i, e, from, now)
		if err != nil {
			return nil, err
		}
		b := batches[e.EventID]
		if b == nil {
			b = &batch{viewer: v, event: e.EventID, offset: from.offset(now), results: results}
			batches[e.EventID], order = b, append(order, b)
		}
		b.entries = append(b.entries, one)
	}
	for _, b := range order {
		if err := d.log.Do(ctx, b.event, len(b.entries), b); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// known refuses strangers, devices that ended long ago, and whoever hands in what somebody else entered.
func (d *Door) known(ctx context.Context, v *viewer.Viewer, from From) error {
	switch {
	case v.Sender() == "":
		return fault.SignInFirst()
	case v.Ended() && d.store.Now().After(v.Door.EndedAt.Add(handIn)):
		return access.Ask(ctx, "checkIn", access.On{}) // which says why
	case from.Sender != nil && *from.Sender != v.Sender():
		return fault.New(fault.Conflict, "Somebody else made these entries.").At("sender").Because("SENDER")
	}
	return nil
}

// batch is what one device sent of one event.
type batch struct {
	viewer  *viewer.Viewer
	event   string
	entries []*entry
	offset  *time.Duration // by how much the server's clock was ahead of the device's
	results []*Result      // by place in what was sent
	leads   bool           // the viewer may enter anybody; else only herself and her household, with the venue's code
}

// entry is one line on its way into the log.
type entry struct {
	*Entry
	n           int // its place in what was sent
	fingerprint string
	corrected   *time.Time    // when it happened by the server's clock, where the device's was wrong
	seen        time.Time     // likewise, where it was only a little wrong too: what a venue code is compared by
	shown       *ticket.Shown // nil: no ticket, or none that we signed
}

// counted is when it happened.
func (e *entry) counted() time.Time {
	if e.corrected != nil {
		return *e.corrected
	}
	return e.At
}

// receive prepares an entry for its turn.
func (d *Door) receive(ctx context.Context, n int, sent *Entry, from From, now time.Time) (*entry, error) {
	e := &entry{Entry: sent, n: n, fingerprint: sent.fingerprint()}
	if at := from.correct(sent, now); !at.Equal(sent.At) {
		e.corrected = &at
	}
	e.seen = e.counted()
	if by := from.offset(now); by != nil && e.corrected == nil {
		e.seen = e.seen.Add(*by)
	}
	if sent.Ticket == nil {
		return e, nil
	}
	shown, err := d.rosters.Tickets().Read(ctx, *sent.Ticket)
	if fault.Of(err) == fault.BadInput {
		return e, nil
	}
	e.shown = shown
	return e, err
}

// offset is by how much the server's clock is ahead of the device's; nil where the device does not say.
func (f From) offset(now time.Time) *time.Duration {
	if f.SentAt == nil {
		return nil
	}
	by := now.Sub(*f.SentAt)
	return &by
}

// correct is when an entry happened by the server's clock. A device that is wrong by more than skew is wrong for what it
// sends by as much as it is wrong now; a time that somebody typed is hers, not the device's. Nothing has happened that is
// still to come.
func (f From) correct(e *Entry, now time.Time) time.Time {
	at := e.At
	if by := f.offset(now); by != nil && by.Abs() > skew && e.Method != attendanceentry.MethodBACKFILL {
		at = at.Add(*by)
	}
	if at.After(now.Add(skew)) {
		return now
	}
	return at
}

// used is the failure of an id that stands for something else.
func used(n int) error {
	return fault.New(fault.Conflict, "This id was used for something else.").At(fmt.Sprintf("input.%d.id", n)).Because("KEY_REUSED")
}

// refuse answers an entry that does not get into the log.
func (b *batch) refuse(e *entry, reason string) {
	b.results[e.n] = &Result{ID: e.ID, Warnings: []string{reason}}
}

// part is a batch in its turn.
type part = roster.Part[*batch]
