package door

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/event"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/server/access"
	"linli/server/fault"
	inbox "linli/server/notice"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/text"
	"linli/server/viewer"
)

// askUntil is how long after a shift its times may be asked to be corrected.
const askUntil = 30 * 24 * time.Hour

// AskCorrection asks the leads of the event to have other times counted for a sign-up: by its person or who acts for her,
// until 30 days after the shift. It fails with NOT_FOUND, UNAUTHENTICATED, FORBIDDEN, with CLOSED (reasons TOO_EARLY before
// the shift, TOO_LATE, SIGN_UP_OVER, EVENT_CANCELLED), with CONFLICT and reason PENDING for a second one, and with
// BAD_USER_INPUT for times in the wrong order (END_BEFORE_START), in the future (NOT_YET) or outside the shift
// (OUTSIDE_SHIFT), or a reason that is not 1 to 200 characters.
func (d *Door) AskCorrection(ctx context.Context, signUpID string, came, went time.Time, reason string) (*Correction, error) {
	e, err := access.SignUp(ctx, d.store.Client(), "askCorrection", signUpID)
	if err != nil {
		return nil, err
	}
	if reason, err = text.Line("reason", reason, text.Reason); err != nil {
		return nil, err
	}
	var row *db.Correction
	err = d.store.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
		s, err := tx.SignUp.Query().Where(signup.ID(signUpID)).WithShift().Only(ctx)
		if err != nil {
			return access.Hide(err)
		}
		if err := mayAsk(e, s, tx.Now()); err != nil {
			return err
		}
		if err := fits(came, went, s.Edges.Shift, tx.Now()); err != nil {
			return err
		}
		row, err = tx.Correction.Create().SetCreatedAt(tx.Now()).SetCommunityID(s.CommunityID).SetEventID(s.EventID).SetSignUpID(s.ID).
			SetCame(came).SetWent(went).SetReason(reason).SetAskedBy(viewer.From(ctx).PersonID).Save(ctx)
		if db.IsConstraintError(err) {
			return fault.New(fault.Conflict, "A correction has been asked for already.").Because("PENDING")
		}
		if err != nil {
			return err
		}
		return tellAsked(ctx, tx, e, row, s.PersonID)
	})
	if err != nil {
		return nil, err
	}
	return d.one(ctx, row)
}

// mayAsk refuses a correction for a sign-up that is over, or at the wrong time.
func mayAsk(e *db.Event, s *db.SignUp, now time.Time) error {
	closed := func(reason, why string) error { return fault.New(fault.Closed, "%s", why).Because(reason) }
	switch {
	case e.Status == event.StatusCANCELLED:
		return closed("EVENT_CANCELLED", "The event was cancelled.")
	case roster.Final(s.Status):
		return closed("SIGN_UP_OVER", "This sign-up is over.")
	case now.Before(s.Edges.Shift.StartsAt):
		return closed("TOO_EARLY", "The shift has not begun.")
	case now.After(s.Edges.Shift.EndsAt.Add(askUntil)):
		return closed("TOO_LATE", "It was more than 30 days ago.")
	}
	return nil
}

// fits refuses times that nobody could have been there.
func fits(came, went time.Time, within *db.Shift, now time.Time) error {
	switch {
	case !came.Before(went):
		return fault.Field("went", "Leaving comes after coming.").Because("END_BEFORE_START")
	case came.Before(within.StartsAt):
		return fault.Field("came", "Before the shift.").Because("OUTSIDE_SHIFT")
	case went.After(within.EndsAt):
		return fault.Field("went", "After the shift.").Because("OUTSIDE_SHIFT")
	case went.After(now):
		return fault.Field("went", "Not yet.").Because("NOT_YET")
	}
	return nil
}

// tellAsked puts the wish on record and tells those who may grant it.
func tellAsked(ctx context.Context, tx *store.Tx, e *db.Event, row *db.Correction, personID string) error {
	leads, err := inbox.Leads(ctx, tx, e)
	if err != nil {
		return err
	}
	news := inbox.News{Kind: notice.KindCORRECTION_ASKED, Community: e.CommunityID, Event: e.ID, SignUp: row.SignUpID, Reason: row.Reason, Party: row.ID}
	if err := inbox.Put(ctx, tx, news, leads...); err != nil {
		return err
	}
	return tx.Audit(ctx, store.Deed{Community: e.CommunityID, Verb: "askCorrection", Subject: row.ID, About: personID, Reason: row.Reason})
}
