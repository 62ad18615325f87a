package graph

import (
	"context"

	"linli/ent/db"
	"linli/server/fault"
	"linli/server/roster"
)

// shiftCounts takes a shift's counters from those of its event, so that all of one answer are of one revision.
func (l *loaders) shiftCounts(ctx context.Context, s *db.Shift) (*roster.ShiftCounts, error) {
	counts, err := must(ctx, l.eventCounts, s.EventID)
	if err != nil {
		return nil, err
	}
	for _, c := range counts.Shifts {
		if c.ShiftID == s.ID {
			return c, nil
		}
	}
	return nil, fault.Missing()
}
