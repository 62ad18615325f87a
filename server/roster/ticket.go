package roster

import (
	"context"
	"time"

	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/ticket"
	"linli/server/viewer"
)

// ticketLasts is how long after the end of the shift a ticket is good, for whoever is sent on from a late shift.
const ticketLasts = 24 * time.Hour

// Tickets signs and checks them.
func (r *Rosters) Tickets() *ticket.Tickets { return r.tickets }

// Ticket is TicketsOf for one; nil where there is none.
func (r *Rosters) Ticket(ctx context.Context, s *SignUp) (*string, error) {
	tickets, err := r.TicketsOf(ctx, []string{s.ID})
	return tickets[s.ID], err
}

// TicketsOf returns what to show at the door for those of the sign-ups that are not final and that the viewer may see: she
// is the person, acts for her, or runs the door.
func (r *Rosters) TicketsOf(ctx context.Context, signUpIDs []string) (map[string]*string, error) {
	rows, err := r.store.Client().SignUp.Query().Where(signup.IDIn(signUpIDs...), signup.StatusIn(Active...)).All(ctx)
	if err != nil {
		return nil, err
	}
	inShifts := make([]string, len(rows))
	for i, s := range rows {
		inShifts[i] = s.ShiftID
	}
	shifts, err := r.store.Client().Shift.Query().Where(shift.IDIn(inShifts...)).All(viewer.Internal(ctx))
	if err != nil {
		return nil, err
	}
	ends := map[string]time.Time{}
	for _, s := range shifts {
		ends[s.ID] = s.EndsAt
	}
	tickets := make(map[string]*string, len(rows))
	for _, s := range rows {
		t, err := r.tickets.Write(ctx, s.ID, s.EventID, ends[s.ShiftID].Add(ticketLasts))
		if err != nil {
			return nil, err
		}
		tickets[s.ID] = &t
	}
	return tickets, nil
}
