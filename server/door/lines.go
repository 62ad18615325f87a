package door

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"linli/ent/db"
)

// logs are all the lines that concern each of the sign-ups, by its id.
func logs(ctx context.Context, c *db.Client, signUps ...*db.SignUp) (map[string][]*db.AttendanceEntry, error) {
	var ids, events, people []string
	for _, s := range signUps {
		if ids = append(ids, s.ID); madeHere(s) {
			events, people = append(events, s.EventID), append(people, s.PersonID)
		}
	}
	lines, err := logOf(ctx, c, events, ids, people)
	if err != nil {
		return nil, err
	}
	of := map[string][]*db.AttendanceEntry{}
	loose := map[[2]string][]*db.AttendanceEntry{}
	for _, l := range lines {
		if l.SignUpID != nil {
			of[*l.SignUpID] = append(of[*l.SignUpID], l)
		} else {
			at := [2]string{l.EventID, *l.PersonID}
			loose[at] = append(loose[at], l)
		}
	}
	for _, s := range signUps {
		if madeHere(s) {
			of[s.ID] = append(of[s.ID], loose[[2]string{s.EventID, s.PersonID}]...)
		}
	}
	return of, nil
}

// lineIDs is the space of the ids of lines that the program writes.
var lineIDs = uuid.MustParse("6f1b51c4-6d0e-4f0c-9a0b-5c9c3a1d7e42")

// derivedID is the id of a line that follows from others, so that it is written once, whoever writes it.
func derivedID(from ...string) string {
	return uuid.NewSHA1(lineIDs, []byte(strings.Join(from, "/"))).String()
}

// lineOf begins a line about a sign-up that the program writes because of something.
func lineOf(s *db.SignUp, because ...string) *db.AttendanceEntry {
	return &db.AttendanceEntry{ID: derivedID(because...), SignUpID: &s.ID, PersonID: &s.PersonID, ShiftID: &s.ShiftID}
}

// errUntouched ends a transaction that has nothing to write, so that no revision is raised and nothing is announced.
var errUntouched = errors.New("door: nothing to write")

// untouched is nil for a change that found nothing to write.
func untouched(err error) error {
	if errors.Is(err, errUntouched) {
		return nil
	}
	return err
}
