package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/ent/db"
	"linli/ent/db/session"
	"linli/ent/db/shift"
	"linli/ent/db/signup"
	"linli/server/rollup"
	"linli/server/store"
	"linli/server/viewer"
)

// database opens what the server works on, beside it or after it.
func (c *crowd) database(work func(ctx context.Context, s *store.Store)) {
	c.Helper()
	var at store.Config
	for _, e := range c.env {
		if name, value, _ := strings.Cut(e, "="); name == "LINLI_DATA" {
			at.Data = value
		} else if name == "DATABASE_URL" {
			at.URL = value
		}
	}
	s, err := store.Open(c.Context(), at)
	if err != nil {
		c.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	work(viewer.With(c.Context(), &viewer.Viewer{Internal: true}), s)
}

// openPages lets half of the sessions have a page open for the whole storm.
func (c *crowd) openPages() {
	c.Helper()
	var reached []string
	for i, a := range c.actors {
		if i%2 == 0 && !a.party {
			reached = append(reached, a.people[0])
		}
	}
	c.database(func(ctx context.Context, s *store.Store) {
		err := s.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
			return tx.Session.Update().Where(session.PersonIDIn(reached...)).SetOpenUntil(tx.Now().Add(time.Hour)).Exec(ctx)
		})
		if err != nil {
			c.Fatal(err)
		}
	})
}

// check compares the database, on which nobody works now, with what was answered and with the rules.
func (c *crowd) check(settled bool) {
	c.Helper()
	c.database(func(ctx context.Context, s *store.Store) {
		rows := map[string]*db.SignUp{}
		for _, sh := range s.Client().Shift.Query().Where(shift.IDIn(c.shifts...)).AllX(ctx) {
			all := s.Client().SignUp.Query().Where(signup.ShiftID(sh.ID)).AllX(ctx)
			c.recount(sh, all)
			for _, row := range all {
				rows[row.ID] = row
			}
		}
		kept := map[string]*db.Answer{}
		for _, a := range s.Client().Answer.Query().AllX(ctx) {
			kept[a.Key] = a
		}
		known := map[string]bool{}
		for _, a := range c.actors {
			a.compare(rows, kept, known)
		}
		for id := range rows {
			if settled && !known[id] {
				c.Errorf("seed %d: nobody was told of %v", c.seed, rows[id])
			}
		}
		c.recountUnits(ctx, s)
	})
	if c.Failed() {
		c.FailNow()
	}
}

// recountUnits counts all units anew: what was not folded yet is, and nothing else differs, wherever the program was killed.
func (c *crowd) recountUnits(ctx context.Context, s *store.Store) {
	c.Helper()
	for _, id := range s.Client().Community.Query().IDsX(ctx) {
		err := s.Do(ctx, func(ctx context.Context, tx *store.Tx) error {
			drifts, err := rollup.Recount(ctx, tx, id)
			for _, d := range drifts {
				c.Errorf("seed %d: %s keeps %+v, counted are %+v", c.seed, d.ID, d.Kept, d.Counted)
			}
			return err
		})
		if err != nil {
			c.Fatal(err)
		}
	}
}

// compare finds each acknowledged answer in the database, and the rows as she was told or as the rules moved them on.
func (a *actor) compare(rows map[string]*db.SignUp, kept map[string]*db.Answer, known map[string]bool) {
	a.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	last := map[string]string{}
	for _, one := range a.told {
		if one.refused != "" {
			continue
		}
		k := kept[one.key]
		if k == nil {
			a.Errorf("seed %d: the answer %v to %s is lost", a.seed, one.rows, one.body)
			continue
		}
		var reply []struct{ ID, Status string }
		if err := json.Unmarshal(k.Reply, &reply); err != nil || len(reply) != len(one.rows) {
			a.Errorf("seed %d: kept %s, answered %v", a.seed, k.Reply, one.rows)
			continue
		}
		for i, p := range one.rows {
			if reply[i].ID != p.ID {
				a.Errorf("seed %d: kept %s, answered %v", a.seed, k.Reply, one.rows)
			}
			last[p.ID], known[p.ID] = p.Status, true
		}
	}
	for id, told := range last {
		if row := rows[id]; id != a.pending && (row == nil || !follows(told, string(row.Status))) {
			a.Errorf("seed %d: told that %s is %s, it is %v", a.seed, id, told, row)
		}
	}
}

// follows tells whether the rules alone may have made the one of the other.
func follows(told, is string) bool {
	switch told {
	case "WAITLISTED":
		return slices.Contains([]string{"WAITLISTED", "OFFERED", "CONFIRMED"}, is)
	default:
		return told == is
	}
}

// recount checks a shift's counters against its rows, that it is not oversold, and that no place is free beside a party
// that fits it.
func (c *crowd) recount(sh *db.Shift, rows []*db.SignUp) {
	c.Helper()
	n, waiting, active := map[signup.Status]int{}, map[string]int{}, map[string]string{}
	for _, s := range rows {
		n[s.Status]++
		if s.Status == signup.StatusWAITLISTED {
			waiting[s.Party]++
		}
		if slices.Contains([]signup.Status{signup.StatusCONFIRMED, signup.StatusOFFERED, signup.StatusWAITLISTED}, s.Status) {
			if active[s.PersonID] != "" {
				c.Errorf("seed %d: %s and %s are the same person's in one shift", c.seed, active[s.PersonID], s.ID)
			}
			active[s.PersonID] = s.ID
		}
	}
	if sh.Confirmed != n[signup.StatusCONFIRMED] || sh.Offered != n[signup.StatusOFFERED] || sh.Waitlisted != n[signup.StatusWAITLISTED] {
		c.Errorf("seed %d: counters %d %d %d, rows %v", c.seed, sh.Confirmed, sh.Offered, sh.Waitlisted, n)
	}
	free := *sh.Capacity - sh.Confirmed - sh.Offered
	if free < 0 {
		c.Errorf("seed %d: oversold by %d", c.seed, -free)
	}
	for party, people := range waiting {
		if people <= free-sh.Held {
			c.Errorf("seed %d: %d free and %d held beside the waiting party %s of %d", c.seed, free, sh.Held, party, people)
		}
	}
}

// again asks the last questions of everybody once more: a retry gets the first answer.
func (c *crowd) again() {
	c.Helper()
	for _, a := range c.actors {
		for _, one := range a.told[max(0, len(a.told)-5):] {
			if one.refused != "" {
				continue
			}
			if rows, refused := c.until(a.token, one.body); refused != "" || fmt.Sprint(rows) != fmt.Sprint(one.rows) {
				c.Errorf("seed %d: answered %v, then %v %s", c.seed, one.rows, rows, refused)
			}
		}
	}
}
