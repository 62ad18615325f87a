package door_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/correction"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/server/door"
	"linli/server/event"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/roster"
	"linli/server/store"
	"linli/server/testkit"
)

func TestCorrectionGranted(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		h.tick(attendanceentry.DirectionIN, h.begins.Add(30*time.Minute))
		h.tick(attendanceentry.DirectionIN, h.begins.Add(35*time.Minute))
		h.tick(attendanceentry.DirectionOUT, h.begins.Add(60*time.Minute))
		k.Clock.Move(3 * time.Hour)
		if h.minutes() != 30 {
			t.Fatalf("%d minutes", h.minutes())
		}
		lines := h.Store.Client().AttendanceEntry.Query().Order(attendanceentry.ByID()).AllX(k.Internal())
		c := h.asked(h.daughter, h.begins.Add(10*time.Minute), h.begins.Add(100*time.Minute))
		if c.Status != correction.StatusPENDING || c.AskedBy != "女儿" || c.MayDecide || h.minutes() != 30 {
			t.Fatalf("asked it is %+v", c)
		}
		done, err := h.door.DecideCorrection(k.As(h.lead), c.ID, true, "属实")
		k.Must(err)
		if done.Status != correction.StatusAPPROVED || done.DecidedBy != "队长" || done.Note != "属实" || done.MayDecide || h.minutes() != 90 {
			t.Fatalf("%d minutes, %+v", h.minutes(), done)
		}
		for _, l := range lines { // nothing is edited
			if now := h.Store.Client().AttendanceEntry.GetX(k.Internal(), l.ID); now.String() != l.String() {
				t.Fatalf("%s became %s", l, now)
			}
		}
		a := h.attendance(h.people[0])
		if len(a.Spans) != 1 || *a.Minutes != 90 || a.Spans[0].Minutes != 90 || len(a.Corrections) != 1 {
			t.Fatalf("%+v", a)
		}
		for _, s := range []*door.Source{a.Spans[0].Came, a.Spans[0].Left} {
			if s.Method != attendanceentry.MethodBACKFILL || s.By != "队长" || s.Reason != "扫码没扫上" {
				t.Fatalf("its source is %+v", s)
			}
		}
		h.counts(2, 0, 1)
		for range 2 { // the same once more changes nothing
			_, err = h.door.DecideCorrection(k.As(h.lead), c.ID, true, "属实")
			k.Must(err)
		}
		if n := h.Store.Client().AttendanceEntry.Query().CountX(k.Internal()); n != 3+3+2 {
			t.Fatalf("%d lines", n)
		}
		for who, want := range map[*db.Person][]notice.Kind{
			h.people[0]: {notice.KindCORRECTION_APPROVED}, h.daughter: {notice.KindCORRECTION_APPROVED},
			h.lead: {notice.KindCORRECTION_ASKED}, h.second: {notice.KindCORRECTION_ASKED},
		} {
			if got := h.told(who); !slices.Equal(got, want) {
				t.Errorf("%s is told %v", who.Name, got)
			}
		}
	})
}

// Somebody whom nobody entered came all the same; a correction that is declined changes nothing, and another may be asked.
func TestCorrectionOfNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		k.Clock.Move(3 * time.Hour)
		c := h.asked(h.people[0], h.begins, h.ends)
		before := h.revision()
		done, err := h.door.DecideCorrection(k.As(h.lead), c.ID, false, "")
		k.Must(err)
		if done.Status != correction.StatusDECLINED || h.minutes() != -1 || h.revision() != before+1 {
			t.Fatalf("%d minutes, %+v", h.minutes(), done)
		}
		c = h.asked(h.people[0], h.begins, h.ends)
		_, err = h.door.DecideCorrection(k.As(h.second), c.ID, true, "")
		k.Must(err)
		if h.minutes() != 120 {
			t.Fatalf("%d minutes", h.minutes())
		}
		h.counts(2, 0, 1)
		if got := h.told(h.people[0]); !slices.Equal(got, []notice.Kind{notice.KindCORRECTION_DECLINED, notice.KindCORRECTION_APPROVED}) {
			t.Errorf("told %v", got)
		}
	})
}

func TestWhatCannotBeAsked(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		minute := time.Minute
		refused := func(want string, who *db.Person, came, went time.Time) {
			t.Helper()
			if _, err := h.ask(who, came, went); refusal(err) != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		me := h.people[0]
		k.Clock.Move(-time.Hour)
		refused("CLOSED TOO_EARLY ", me, h.begins, h.ends)
		k.Clock.Move(time.Hour)
		refused("BAD_USER_INPUT NOT_YET went", me, h.begins, h.ends)
		k.Clock.Move(3 * time.Hour)
		refused("BAD_USER_INPUT END_BEFORE_START went", me, h.ends, h.begins)
		refused("BAD_USER_INPUT END_BEFORE_START went", me, h.begins, h.begins)
		refused("BAD_USER_INPUT OUTSIDE_SHIFT came", me, h.begins.Add(-minute), h.ends)
		refused("BAD_USER_INPUT OUTSIDE_SHIFT went", me, h.begins, h.ends.Add(minute))
		refused("UNAUTHENTICATED  ", nil, h.begins, h.ends)
		refused("NOT_FOUND  ", h.people[1], h.begins, h.ends)
		refused("FORBIDDEN  ", h.lead, h.begins, h.ends)
		for _, reason := range []string{"", " ", strings.Repeat("长", 201)} {
			if _, err := h.door.AskCorrection(k.As(me), h.row.ID, h.begins, h.ends, reason); fault.Of(err) != fault.BadInput {
				t.Errorf("the reason %q: %v", reason, err)
			}
		}
		h.asked(me, h.begins, h.ends)
		refused("CONFLICT PENDING ", h.daughter, h.begins, h.ends)
		k.Clock.Move(31 * 24 * time.Hour)
		refused("CLOSED TOO_LATE ", me, h.begins, h.ends)
	})
}

func TestWhoDecides(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		k.Role(h.daughter, h.place.Root, membership.RoleLEAD) // she would decide of her mother
		k.Clock.Move(3 * time.Hour)
		c := h.asked(h.people[0], h.begins, h.ends)
		for who, want := range map[*db.Person]string{
			nil: "UNAUTHENTICATED  ", h.people[0]: "FORBIDDEN  ", h.people[1]: "NOT_FOUND  ", h.daughter: "FORBIDDEN SELF ",
		} {
			if _, err := h.door.DecideCorrection(k.As(who), c.ID, true, ""); refusal(err) != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		may := func(who *db.Person) []bool {
			var all []bool
			list, err := h.door.Corrections(k.As(who), nil, page.Args{First: 10})
			k.Must(err)
			for _, c := range list.Nodes() {
				all = append(all, c.MayDecide)
			}
			return all
		}
		if !slices.Equal(may(h.lead), []bool{true}) || !slices.Equal(may(h.daughter), []bool{false}) || len(may(h.people[0])) != 0 {
			t.Errorf("may decide: %v %v %v", may(h.lead), may(h.daughter), may(h.people[0]))
		}
		if _, err := h.door.DecideCorrection(k.As(h.lead), c.ID, true, strings.Repeat("长", 201)); fault.Of(err) != fault.BadInput {
			t.Errorf("a long note: %v", err)
		}
		if a := h.attendance(h.people[1]); a != nil {
			t.Errorf("a neighbour reads %+v", a)
		}
	})
}

// Of two who decide at once, on two replicas where there are any, one wins, and the log has the lines of what was granted.
func TestTwoDecideAtOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		doors := []*door.Door{h.door, h.door}
		if k.URL != "" {
			far := k.Open()
			doors[1] = door.New(far, k.Keys, roster.New(far, k.Keys, roster.Options{}), true)
		}
		k.Clock.Move(3 * time.Hour)
		lines := 0
		for range 10 {
			c := h.asked(h.people[0], h.begins, h.ends)
			var both sync.WaitGroup
			errs := make([]error, 2)
			for i, who := range []context.Context{k.As(h.lead), k.As(h.second)} {
				both.Go(func() { _, errs[i] = doors[i].DecideCorrection(who, c.ID, i == 0, "") })
			}
			both.Wait()
			won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
			if won < 0 || refusal(errs[1-won]) != "CONFLICT DECIDED " {
				t.Fatalf("%v", errs)
			}
			if won == 0 { // the first adds two, a later one takes those back as well
				lines += 2 + min(lines, 2)
			}
			if n := h.Store.Client().AttendanceEntry.Query().CountX(k.Internal()); n != lines || lines > 0 && h.minutes() != 120 {
				t.Fatalf("%d lines, want %d; %d minutes", n, lines, h.minutes())
			}
		}
	})
}

func TestCorrectionsPage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		k.Clock.Move(3 * time.Hour)
		var want []string
		for i := range 5 {
			c := h.asked(h.people[0], h.begins.Add(time.Duration(i)*time.Minute), h.ends)
			_, err := h.door.DecideCorrection(k.As(h.lead), c.ID, false, "")
			k.Must(err)
			want = append(want, c.ID)
		}
		pending := h.asked(h.people[0], h.begins, h.ends)
		read := func(status *correction.Status) (ids []string) {
			args := page.Args{First: 2}
			for {
				list, err := h.door.Corrections(k.As(h.second), status, args)
				k.Must(err)
				for _, c := range list.Nodes() {
					ids = append(ids, c.ID)
				}
				if args.After = list.PageInfo.EndCursor; !list.PageInfo.HasNextPage {
					return ids
				}
			}
		}
		declined, waiting := correction.StatusDECLINED, correction.StatusPENDING
		if got := read(&declined); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if got := read(&waiting); !slices.Equal(got, []string{pending.ID}) {
			t.Errorf("%v", got)
		}
		if got := read(nil); len(got) != 6 {
			t.Errorf("%d of all", len(got))
		}
		if a := h.attendance(h.people[0]); len(a.Corrections) != 6 || a.Corrections[0].ID != pending.ID {
			t.Errorf("%d corrections of the sign-up", len(a.Corrections))
		}
		if _, err := h.door.Corrections(k.Context(), nil, page.Args{First: 2}); fault.Of(err) != fault.Unauthenticated {
			t.Errorf("nobody: %v", err)
		}
	})
}

// Whoever was let in at the door keeps her place when her hours are corrected.
func TestCorrectionOfAWalkIn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		stranger := k.Person(h.place.Households[1], "路过")
		in := h.entry(attendanceentry.MethodLIST, "IN", h.Clock.Now(), func(e *door.Entry) { e.PersonID = &stranger.ID })
		h.expect(h.send(k.As(h.lead), in)[0], true, door.NotSignedUp)
		h.counts(3, 0, 1)
		h.row = k.Store.Client().SignUp.Query().Where(signup.PersonID(stranger.ID)).OnlyX(k.Internal())
		k.Clock.Move(3 * time.Hour)
		c := h.asked(stranger, h.begins, h.ends)
		_, err := h.door.DecideCorrection(k.As(h.lead), c.ID, true, "")
		k.Must(err)
		if h.minutes() != 120 || h.row.Status != signup.StatusCONFIRMED || !h.row.WalkIn {
			t.Errorf("%d minutes, %s", h.minutes(), h.row.Status)
		}
		h.counts(3, 0, 1)
	})
}

// What was asked for a sign-up that is over by now can only be declined.
func TestCorrectionOfWhatIsOver(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		h := newHours(k)
		h.Do(func(ctx context.Context, tx *store.Tx) {
			tx.Event.UpdateOneID(h.event.ID).SetEndsAt(h.ends.Add(4 * time.Hour)).ExecX(ctx)
		})
		k.Clock.Move(3 * time.Hour)
		c := h.asked(h.people[0], h.begins, h.ends)
		_, err := event.New(k.Store, h.roster).Cancel(k.As(h.lead), h.event.ID, "下雨")
		k.Must(err)
		h.minutes()
		_, err = h.door.DecideCorrection(k.As(h.lead), c.ID, true, "")
		if got := refusal(err); got != "CLOSED SIGN_UP_OVER " || h.minutes() != -1 {
			t.Errorf("granting it: %s; it is %s with %d minutes", got, h.row.Status, h.minutes())
		}
		_, err = h.door.DecideCorrection(k.As(h.lead), c.ID, false, "")
		k.Must(err)
		if a := h.attendance(h.people[0]); len(a.Spans) != 0 {
			t.Errorf("%+v", a)
		}
	})
}
