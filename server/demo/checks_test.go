package demo_test

import (
	"slices"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/event"
	"linli/ent/db/person"
	"linli/ent/db/signup"
	"linli/ent/db/unit"
	"linli/server/demo"
	"linli/server/roster"
	"linli/server/testkit"
	"linli/server/viewer"
)

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
		p := held[k.Keys.HashPhone(number)]
		if p == nil {
			k.Errorf("nobody has %s", number)
			return
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
	return k.Store.Client().Person.Query().Where(person.PhoneHash(k.Keys.HashPhone(demo.Phone(n)))).WithCommunity().
		WithTeamMembers().WithActsFor().WithMemberships().OnlyX(k.Internal())
}

func checkStates(k *testkit.Kit) {
	k.Helper()
	ctx, now := k.Internal(), k.Clock.Now()
	has := map[string]bool{}
	for _, e := range k.Store.Client().Event.Query().Where(inDemo).WithShifts(func(q *db.ShiftQuery) { q.WithSignUps() }).AllX(ctx) {
		if e.StartsAt.After(now.Add(30 * 24 * time.Hour)) {
			k.Errorf("%s is too far ahead", e.Title)
		}
		s := e.Edges.Shifts[0]
		ahead := e.Status == event.StatusPUBLISHED && e.StartsAt.After(now)
		has["draft"] = has["draft"] || e.Status == event.StatusDRAFT
		has["cancelled"] = has["cancelled"] || e.Status == event.StatusCANCELLED && e.CancelReason != ""
		has["open"] = has["open"] || ahead && s.Capacity != nil && *s.Capacity == 30 && s.Confirmed == 3
		checkKinds(has, e, now)
		has["full"] = has["full"] || ahead && s.Capacity != nil && s.Confirmed == *s.Capacity && s.Waitlisted > 1
		lead := e.TeamID != nil && slices.Contains(viewerOf(k, 2).Teams, *e.TeamID) && e.Status == event.StatusPUBLISHED
		has["running"] = has["running"] || lead && e.StartsAt.Before(now) && now.Sub(e.StartsAt) < time.Hour && e.EndsAt.Sub(now) > 3*time.Hour
		has["tomorrow"] = has["tomorrow"] || lead && e.StartsAt.Add(8*time.Hour).YearDay() == now.Add(32*time.Hour).YearDay()
	}
	for _, state := range []string{"draft", "cancelled", "open", "full", "running", "tomorrow", "offering", "calling", "passing over", "ruled", "keeping", "short of people"} {
		if !has[state] {
			k.Errorf("there is no event that is %s", state)
		}
	}
	checkCast(k)
	checkOffer(k)
	for _, n := range append([]int{1}, numbers(6, 100)...) {
		busy := k.Store.Client().SignUp.Query().Where(signup.PersonID(who(k, n).ID), signup.StatusIn(roster.Active...),
			signup.HasEventWith(event.StartsAtLT(now.Add(6*time.Hour)), event.EndsAtGT(now))).CountX(ctx)
		if busy > 0 {
			k.Errorf("demo person %d has %d sign-ups in the coming six hours", n, busy)
		}
	}
}

// checkKinds: a newcomer finds an offer, who is to be called, a party that was passed over, and every rule.
func checkKinds(has map[string]bool, e *db.Event, now time.Time) {
	people := 0
	for _, s := range e.Edges.Shifts {
		people += s.Confirmed
		has["keeping"] = has["keeping"] || s.Kept > 0 && s.KeptUntil.After(now) && s.Held > 0
		for _, su := range s.Edges.SignUps {
			has["offering"] = has["offering"] || su.Status == signup.StatusOFFERED && su.OfferExpiresAt.Sub(now) > 2*time.Hour
			has["calling"] = has["calling"] || su.ToCall && su.Status == signup.StatusCONFIRMED
			has["passing over"] = has["passing over"] || su.PassedOver == 1 && su.Status == signup.StatusWAITLISTED
		}
	}
	has["ruled"] = has["ruled"] || e.OpensAt != nil && e.OpensAt.After(now) && e.MinAge != nil && e.Skill != "" && e.Status == event.StatusPUBLISHED
	has["short of people"] = has["short of people"] || e.Minimum != nil && people < *e.Minimum && e.StartsAt.Sub(now) > 24*time.Hour
}

// checkOffer: the offer is to somebody of an easy number, and what happened to it is on record.
func checkOffer(k *testkit.Kit) {
	k.Helper()
	su := k.Store.Client().SignUp.Query().Where(signup.StatusEQ(signup.StatusOFFERED)).OnlyX(k.Internal())
	if su.PersonID != who(k, 7).ID {
		k.Error("the offer is somebody else's")
	}
	var last *db.Step
	for _, st := range k.Store.Client().Step.Query().WithSignUp().Order(db.Asc("created_at")).AllX(k.Internal()) {
		if st.CreatedAt.Before(st.Edges.SignUp.CreatedAt) || st.CreatedAt.After(k.Clock.Now()) {
			k.Errorf("%s happened at %v to a sign-up of %v", st.Kind, st.CreatedAt, st.Edges.SignUp.CreatedAt)
		}
		if st.SignUpID == su.ID {
			last = st
		}
	}
	if last == nil || !last.Until.Equal(*su.OfferExpiresAt) {
		k.Errorf("on record of the offer: %v", last)
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
			arrived, inside := 0, 0
			for _, su := range s.Edges.SignUps {
				n[su.Status]++
				if su.CheckedInAt != nil {
					arrived++
				}
				if su.Inside && (su.Status == signup.StatusCONFIRMED || su.Status == signup.StatusOFFERED) {
					inside++
				}
				if su.ChangedRevision > e.RosterVersion || su.Place > e.RosterVersion || su.CreatedAt.After(k.Clock.Now()) || su.Party == "" {
					k.Fatalf("%s: a row is ahead of its event: %v", e.Title, su)
				}
			}
			if n[signup.StatusCONFIRMED] != s.Confirmed || n[signup.StatusOFFERED] != s.Offered || n[signup.StatusWAITLISTED] != s.Waitlisted || arrived != s.CheckedIn {
				k.Errorf("%s, %s: counters %d, %d, %d, %d, rows %v, %d", e.Title, s.Name, s.Confirmed, s.Offered, s.Waitlisted, s.CheckedIn, n, arrived)
			}
			held := 0
			if s.Kept > 0 && s.KeptUntil.After(k.Clock.Now()) {
				held = min(max(0, s.Kept-inside), *s.Capacity-s.Confirmed-s.Offered)
			}
			if inside != s.KeptTaken || held != s.Held {
				k.Errorf("%s, %s: %d inside, counted %d; %d held, counted %d", e.Title, s.Name, inside, s.KeptTaken, held, s.Held)
			}
			if s.Waitlisted > 0 && (s.Capacity == nil || s.Confirmed+s.Offered < *s.Capacity) {
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
