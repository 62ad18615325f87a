package demo_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/event"
	"linli/ent/db/person"
	"linli/ent/db/signup"
	"linli/ent/db/unit"
	"linli/server/demo"
	"linli/server/store"
	"linli/server/testkit"
	"linli/server/viewer"
)

func load(t *testing.T, k *testkit.Kit, o demo.Options) {
	t.Helper()
	began := time.Now()
	k.Must(demo.Load(t.Context(), k.Store, k.Keys, o))
	t.Logf("%s loaded in %.2f s", o.Size, time.Since(began).Seconds())
}

func TestSmallIsWhatTheContractSays(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		load(t, k, demo.Options{Size: "small"})
		checkPhones(k, 200)
		checkTree(k)
		checkStates(k)
		checkCounters(k)
		checkActedFor(k)
		ctx := k.Internal()
		if n := k.Store.Client().Event.Query().Where(inDemo).CountX(ctx); n != 12 {
			t.Errorf("%d events, want 12", n)
		}
		open := k.Store.Client().Event.Query().Where(inDemo, event.StatusEQ(event.StatusPUBLISHED), event.EndsAtGT(k.Clock.Now())).CountX(ctx)
		if open < 6 {
			t.Errorf("%d published events not ended, want 6", open)
		}
	})
}

var inDemo = event.HasCommunityWith(community.Slug(demo.Slug))

// checkPhones: the numbers run from 1 without a gap, each held once and readable with the keys.
func checkPhones(k *testkit.Kit, want int) {
	k.Helper()
	people := k.Store.Client().Person.Query().Where(person.PhoneHashNotNil()).AllX(k.Internal())
	if len(people) < want {
		k.Fatalf("%d people with a phone, want %d", len(people), want)
	}
	held := map[string]*db.Person{}
	for _, p := range people {
		held[*p.PhoneHash] = p
	}
	for n := 1; n <= len(people); n++ {
		number := demo.Phone(n)
		p := held[k.Keys.Hash("phone", number)]
		if p == nil {
			k.Fatalf("nobody has %s", number)
		}
		if opened, err := k.Keys.Open(*p.PhoneSealed); err != nil || opened != number || p.PhoneTail != number[len(number)-4:] {
			k.Fatalf("%s is sealed as %q, tail %q: %v", number, opened, p.PhoneTail, err)
		}
	}
}

// checkTree: four levels, none empty, paths below their parents.
func checkTree(k *testkit.Kit) {
	k.Helper()
	for _, u := range k.Store.Client().Unit.Query().WithParent().WithChildren().AllX(k.Internal()) {
		if u.Level != unit.LevelHOUSEHOLD && len(u.Edges.Children) == 0 {
			k.Errorf("%s is empty", u.Name)
		}
		if p := u.Edges.Parent; p != nil && u.Path[:len(u.Path)-4] != p.Path {
			k.Errorf("%s at %s is not below %s", u.Name, u.Path, p.Path)
		}
	}
}

func who(k *testkit.Kit, n int) *db.Person {
	k.Helper()
	return k.Store.Client().Person.Query().Where(person.PhoneHash(k.Keys.Hash("phone", demo.Phone(n)))).WithCommunity().
		WithTeamMembers().WithActsFor().WithMemberships().OnlyX(k.Internal())
}

func checkStates(k *testkit.Kit) {
	k.Helper()
	ctx, now := k.Internal(), k.Clock.Now()
	has := map[string]bool{}
	for _, e := range k.Store.Client().Event.Query().Where(inDemo).WithShifts().AllX(ctx) {
		if e.StartsAt.After(now.Add(30 * 24 * time.Hour)) {
			k.Errorf("%s is too far ahead", e.Title)
		}
		s := e.Edges.Shifts[0]
		ahead := e.Status == event.StatusPUBLISHED && e.StartsAt.After(now)
		has["draft"] = has["draft"] || e.Status == event.StatusDRAFT
		has["cancelled"] = has["cancelled"] || e.Status == event.StatusCANCELLED && e.CancelReason != ""
		has["open"] = has["open"] || ahead && s.Capacity != nil && *s.Capacity == 30 && s.Confirmed == 3
		has["full"] = has["full"] || ahead && s.Capacity != nil && s.Confirmed == *s.Capacity && s.Waitlisted > 1
		lead := e.TeamID != nil && slices.Contains(viewerOf(k, 2).Teams, *e.TeamID) && e.Status == event.StatusPUBLISHED
		has["running"] = has["running"] || lead && e.StartsAt.Before(now) && now.Sub(e.StartsAt) < time.Hour && e.EndsAt.Sub(now) > 3*time.Hour
		has["tomorrow"] = has["tomorrow"] || lead && e.StartsAt.Add(8*time.Hour).YearDay() == now.Add(32*time.Hour).YearDay()
	}
	for _, state := range []string{"draft", "cancelled", "open", "full", "running", "tomorrow"} {
		if !has[state] {
			k.Errorf("there is no event that is %s", state)
		}
	}
	checkCast(k)
	for _, n := range append([]int{1}, numbers(6, 100)...) {
		busy := k.Store.Client().SignUp.Query().Where(signup.PersonID(who(k, n).ID), signup.StatusIn(signup.StatusCONFIRMED, signup.StatusWAITLISTED),
			signup.HasEventWith(event.StartsAtLT(now.Add(6*time.Hour)), event.EndsAtGT(now))).CountX(ctx)
		if busy > 0 {
			k.Errorf("demo person %d has %d sign-ups in the coming six hours", n, busy)
		}
	}
}

func checkCast(k *testkit.Kit) {
	k.Helper()
	if n := len(who(k, 1).Edges.ActsFor); n != 2 {
		k.Errorf("the volunteer acts for %d", n)
	}
	if v := viewerOf(k, 3); len(v.Secretary) != 1 || v.Secretary[0] != "0001" {
		k.Errorf("the secretary's units: %v", v.Secretary)
	}
	if v := viewerOf(k, 5); len(v.Teams) != 1 || v.Teams[0] == viewerOf(k, 2).Teams[0] {
		k.Errorf("the other lead's teams: %v", v.Teams)
	}
	for _, n := range append([]int{1}, numbers(6, 100)...) {
		if v := viewerOf(k, n); len(v.Teams)+len(v.Leads)+len(v.Secretary) > 0 {
			k.Errorf("demo person %d is more than a volunteer", n)
		}
	}
	for n, slug := range map[int]string{1: demo.Slug, 2: demo.Slug, 3: demo.Slug, 4: demo.Neighbour, 5: demo.Slug, 6: demo.Slug} {
		if got := who(k, n).Edges.Community.Slug; got != slug {
			k.Errorf("demo person %d belongs to %s", n, got)
		}
	}
}

func viewerOf(k *testkit.Kit, n int) *viewer.Viewer { return viewer.From(k.As(who(k, n))) }

func numbers(from, to int) (all []int) {
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

// checkCounters recounts every shift from its rows, and looks for doubles, clashes and places left beside a queue.
func checkCounters(k *testkit.Kit) {
	k.Helper()
	for _, e := range k.Store.Client().Event.Query().WithShifts(func(q *db.ShiftQuery) { q.WithSignUps() }).AllX(k.Internal()) {
		for _, s := range e.Edges.Shifts {
			n := map[signup.Status]int{}
			arrived := 0
			for _, su := range s.Edges.SignUps {
				n[su.Status]++
				if su.CheckedInAt != nil {
					arrived++
				}
				if su.ChangedRevision > e.RosterVersion || su.Place > e.RosterVersion || su.CreatedAt.After(k.Clock.Now()) || su.Party == "" {
					k.Fatalf("%s: a row is ahead of its event: %v", e.Title, su)
				}
			}
			if n[signup.StatusCONFIRMED] != s.Confirmed || n[signup.StatusWAITLISTED] != s.Waitlisted || arrived != s.CheckedIn {
				k.Errorf("%s, %s: counters %d, %d, %d, rows %v, %d", e.Title, s.Name, s.Confirmed, s.Waitlisted, s.CheckedIn, n, arrived)
			}
			if s.Waitlisted > 0 && (s.Capacity == nil || s.Confirmed < *s.Capacity) {
				k.Errorf("%s: somebody waits beside a free place", e.Title)
			}
		}
	}
	checkClashes(k)
}

func checkClashes(k *testkit.Kit) {
	k.Helper()
	held := map[string][]*db.Event{}
	for _, su := range k.Store.Client().SignUp.Query().Where(signup.StatusNEQ(signup.StatusWITHDRAWN)).WithEvent().AllX(k.Internal()) {
		for _, other := range held[su.PersonID] {
			if e := su.Edges.Event; e.StartsAt.Before(other.EndsAt) && other.StartsAt.Before(e.EndsAt) {
				k.Fatalf("somebody is in %s and in %s at the same time", e.Title, other.Title)
			}
		}
		held[su.PersonID] = append(held[su.PersonID], su.Edges.Event)
	}
}

// checkActedFor: whoever has no phone has somebody to act for her.
func checkActedFor(k *testkit.Kit) {
	k.Helper()
	q := k.Store.Client().Person.Query().Where(person.PhoneHashIsNil())
	all := q.Clone().CountX(k.Internal())
	if n := q.Where(person.HasActedForBy()).CountX(k.Internal()); n != all || all == 0 {
		k.Errorf("%d without a phone, %d of them acted for", all, n)
	}
}

func TestFullIsOfTheReportedSize(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		load(t, k, demo.Options{Size: "full"})
		checkPhones(k, 10_000)
		checkTree(k)
		checkStates(k)
		checkCounters(k)
		checkActedFor(k)
		mine := "community_id = (SELECT id FROM communities WHERE slug = 'demo')"
		now := k.Clock.Now()
		for query, want := range map[string]int{
			"SELECT count(*) FROM units WHERE level = 'GROUP' AND " + mine:     148,
			"SELECT count(*) FROM units WHERE level = 'HOUSEHOLD' AND " + mine: 8_000,
			"SELECT count(*) FROM persons WHERE " + mine:                       26_000,
			"SELECT count(*) FROM memberships WHERE role = 'MEMBER'":           277,
			"SELECT count(*) FROM partners":                                    9,
			"SELECT count(*) FROM teams":                                       14,
		} {
			if got := count(k, query); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		over := []any{now.AddDate(-1, 0, 0), now}
		if n := count(k, "SELECT count(*) FROM events WHERE starts_at >= $1 AND ends_at < $2 AND "+mine, over...); n != 641 {
			t.Errorf("%d events in a year", n)
		}
		turnOuts := "SELECT count(*) FROM sign_ups s JOIN events e ON e.id = s.event_id WHERE checked_in_at IS NOT NULL AND starts_at >= $1 AND ends_at < $2"
		if n := count(k, turnOuts, over...); n != 18_000 {
			t.Errorf("%d turn-outs in a year", n)
		}
		for title, want := range map[string]int{"周五邻里服务日": 225, "周一大讲堂": 209} {
			if n := count(k, "SELECT count(*) FROM events WHERE title = $1 AND ends_at < $2", title, now); n != want {
				t.Errorf("%s went back %d weeks, want %d", title, n, want)
			}
		}
	})
}

func count(k *testkit.Kit, query string, args ...any) (n int) {
	k.Helper()
	k.Must(k.Store.SQL().QueryRowContext(k.Context(), query, args...).Scan(&n))
	return n
}

func TestTheSameSeedGivesTheSameCommunity(t *testing.T) {
	names := func(seed uint64) (all []string) {
		k := testkit.SQLite(t)
		load(t, k, demo.Options{Size: "small", Seed: seed})
		ctx := k.Internal()
		for _, p := range k.Store.Client().Person.Query().WithUnit().AllX(ctx) {
			all = append(all, p.Edges.Unit.Path+p.Name+p.PhoneTail)
		}
		for _, e := range k.Store.Client().Event.Query().WithShifts().AllX(ctx) {
			all = append(all, e.Title+e.StartsAt.String()+strconv.Itoa(e.Edges.Shifts[0].Confirmed))
		}
		slices.Sort(all)
		return all
	}
	one, again, other := names(1), names(1), names(2)
	if !slices.Equal(one, again) {
		t.Error("the same seed gave another community")
	}
	if slices.Equal(one, other) {
		t.Error("another seed gave the same community")
	}
}

func TestReloadMakesItNew(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		load(t, k, demo.Options{Size: "small"})
		if err := demo.Load(t.Context(), k.Store, k.Keys, demo.Options{Size: "small"}); !errors.Is(err, demo.ErrNotEmpty) {
			t.Fatalf("loading twice: %v", err)
		}
		k.Clock.Move(72 * time.Hour)
		if age, err := demo.Age(t.Context(), k.Store); err != nil || age != 72*time.Hour {
			t.Fatalf("age %v, %v", age, err)
		}
		var lines bytes.Buffer
		load(t, k, demo.Options{Size: "small", Reload: true, Progress: &lines})
		if age, err := demo.Age(t.Context(), k.Store); err != nil || age != 0 || lines.Len() == 0 {
			t.Fatalf("age %v, %v, progress %q", age, err, lines.String())
		}
		checkPhones(k, 200)
		checkStates(k)
	})
}

func TestReloadLeavesARealCommunityAlone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		k.Place("real")
		load := func() error {
			return demo.Load(t.Context(), k.Store, k.Keys, demo.Options{Size: "small", Reload: true})
		}
		if err := load(); !errors.Is(err, demo.ErrNotEmpty) {
			t.Fatalf("beside a real community: %v", err)
		}
		size, _, err := demo.State(t.Context(), k.Store)
		if err != nil || size != "" {
			t.Fatalf("it is noted as loaded: %q, %v", size, err)
		}
	})
}

func TestTwoReplicasLoadOnce(t *testing.T) {
	k := testkit.Postgres(t)
	k.Do(func(ctx context.Context, tx *store.Tx) { tx.Installation.Create().SetKeyFingerprint("x").ExecX(ctx) })
	done := make(chan error, 2)
	for _, s := range []*store.Store{k.Store, k.Open()} {
		go func() { done <- demo.Load(t.Context(), s, k.Keys, demo.Options{Size: "small"}) }()
	}
	one, two := <-done, <-done
	if (one == nil) == (two == nil) || (!errors.Is(one, demo.ErrNotEmpty) && !errors.Is(two, demo.ErrNotEmpty)) {
		t.Fatalf("%v, %v", one, two)
	}
}

func TestUnknownSize(t *testing.T) {
	if err := demo.Load(t.Context(), nil, nil, demo.Options{Size: "huge"}); err == nil {
		t.Fatal("a huge demo was loaded")
	}
}
