package door

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/correction"
	"linli/ent/db/notice"
	"linli/server/access"
	"linli/server/fault"
	inbox "linli/server/notice"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// DecideCorrection grants or declines a correction, for a lead of the event who neither asked for it nor speaks for the
// person. Granting it takes back every coming and leaving in the log and adds the new ones; nothing is edited. The same
// decision by the same person once more changes nothing; another is CONFLICT with reason DECIDED. Else it fails with
// NOT_FOUND, UNAUTHENTICATED, FORBIDDEN (reason SELF), CLOSED with reason SIGN_UP_OVER for granting what was asked for a sign-up
// that is over by now, and BAD_USER_INPUT for a note of more than 200 characters.
func (d *Door) DecideCorrection(ctx context.Context, id string, approve bool, note string) (*Correction, error) {
	row, err := d.decidable(ctx, id)
	if err != nil {
		return nil, err
	}
	if note, err = text.Optional("note", note, text.Reason); err != nil {
		return nil, err
	}
	to := correction.StatusDECLINED
	if approve {
		to = correction.StatusAPPROVED
	}
	err = d.rosters.Alone(ctx, row.EventID, func(ctx context.Context, tx *store.Tx, e *db.Event) error {
		if row, err = tx.Correction.Get(ctx, id); err != nil {
			return err
		}
		me := viewer.From(ctx).PersonID
		switch {
		case row.Status == to && row.DecidedBy == me:
			return errUntouched
		case row.Status != correction.StatusPENDING:
			return fault.New(fault.Conflict, "Somebody has decided it.").Because("DECIDED")
		}
		row, err = row.Update().SetStatus(to).SetDecidedBy(me).SetDecidedAt(tx.Now()).SetNote(note).Save(ctx)
		if err != nil {
			return err
		}
		return d.carryOut(ctx, tx, e, row)
	})
	if err := untouched(err); err != nil {
		return nil, err
	}
	return d.one(ctx, row)
}

// decidable finds a correction that the viewer may decide.
func (d *Door) decidable(ctx context.Context, id string) (*db.Correction, error) {
	v, c := viewer.From(ctx), d.store.Client()
	if !v.SignedIn() {
		return nil, fault.SignInFirst()
	}
	row, err := c.Correction.Query().Where(correction.ID(id)).WithSignUp().Only(ctx)
	if err != nil {
		return nil, access.Hide(err)
	}
	if _, err := access.SignUp(ctx, c, "decideCorrection", row.SignUpID); err != nil {
		return nil, err
	}
	if own(v, row, row.Edges.SignUp.PersonID) {
		return nil, fault.New(fault.Forbidden, "Somebody else decides this.").Because("SELF")
	}
	return row, nil
}

// carryOut writes a decision into the log, if it was granted, and tells the person.
func (d *Door) carryOut(ctx context.Context, tx *store.Tx, e *db.Event, row *db.Correction) error {
	s, err := tx.SignUp.Get(ctx, row.SignUpID)
	if err != nil {
		return err
	}
	kind := notice.KindCORRECTION_DECLINED
	if row.Status == correction.StatusAPPROVED {
		if roster.Final(s.Status) {
			return fault.New(fault.Closed, "This sign-up is over.").Because("SIGN_UP_OVER")
		}
		kind = notice.KindCORRECTION_APPROVED
		if err := d.correct(ctx, tx, e, s, row); err != nil {
			return err
		}
	}
	news := inbox.News{Kind: kind, Community: e.CommunityID, Event: e.ID, SignUp: s.ID, Reason: row.Note}
	if err := inbox.Put(ctx, tx, news, s.PersonID); err != nil {
		return err
	}
	deed := store.Deed{Community: e.CommunityID, Verb: "decideCorrection", Subject: row.ID, About: s.PersonID, Reason: string(row.Status) + " " + row.Note}
	return tx.Audit(ctx, deed)
}

// correct takes back every coming and leaving of a sign-up and writes those of the correction.
func (d *Door) correct(ctx context.Context, tx *store.Tx, e *db.Event, s *db.SignUp, row *db.Correction) error {
	of, err := logs(ctx, tx.Client, s)
	if err != nil {
		return err
	}
	var lines []*db.AttendanceEntry
	write := func(to attendanceentry.Direction, at time.Time, undoes *string) {
		l := lineOf(s, row.ID, string(to))
		l.Method, l.Direction, l.At, l.RecordedBy, l.Reason = attendanceentry.MethodBACKFILL, to, at, row.DecidedBy, row.Reason
		if undoes != nil {
			l.ID, l.Undoes = derivedID(row.ID, *undoes), undoes
		}
		lines = append(lines, l)
	}
	write(attendanceentry.DirectionIN, row.Came, nil) // first: whoever was let in at the door is never without a coming
	write(attendanceentry.DirectionOUT, row.Went, nil)
	for _, l := range standing(of[s.ID]) {
		if l.Direction != attendanceentry.DirectionABSENT {
			write(attendanceentry.DirectionUNDO, tx.Now(), &l.ID)
		}
	}
	return d.add(ctx, tx, e, lines...)
}
