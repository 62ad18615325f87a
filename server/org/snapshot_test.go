package org_test

import (
	"testing"

	"linli/server/org"
)

// A person moves between two buildings while somebody reads both and what is above: each reading must be of one instant.
func TestCountsAreOfOneInstant(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		done, ctx := make(chan struct{}), w.As(w.secretary)
		go func() {
			defer close(done)
			for i := range 100 {
				home := w.Households[i%2*2].ID
				if _, err := w.ChangePerson(ctx, w.volunteer.ID, org.ChangePersonInput{UnitID: &home}); err != nil {
					t.Error(err)
				}
			}
		}()
		wanted := []string{w.Place.Branches[0].ID, w.Groups[0].ID, w.Households[0].ID}
		for reading := true; reading; {
			select {
			case <-done:
				reading = false
			default:
			}
			all, err := w.CountsOf(ctx, wanted)
			w.Must(err)
			people := map[string]int{}
			for _, c := range all {
				people[c.UnitID] = c.People
			}
			branch, group, house := people[wanted[0]], people[wanted[1]], people[wanted[2]]
			if branch != group+1 || group != house+1 { // the branch's secretary, the group's lead
				t.Fatalf("in the branch %d, in its building %d, in the household %d", branch, group, house)
			}
		}
	})
}
