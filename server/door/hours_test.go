package door_test

import (
	"errors"
	"strings"
	"time"

	"linli/ent/db"
	"linli/ent/db/attendanceentry"
	"linli/ent/db/membership"
	"linli/ent/db/notice"
	"linli/ent/db/signup"
	"linli/server/door"
	"linli/server/fault"
	"linli/server/testkit"
)

// hours is a shift that is over, of somebody who came and went, a daughter who acts for her, and a second lead.
type hours struct {
	*scene
	daughter, second *db.Person
	row              *db.SignUp
	begins, ends     time.Time
}

func newHours(k *testkit.Kit) *hours {
	h := &hours{scene: newScene(k, 5, 2)}
	h.daughter, h.second = k.Person(h.place.Households[0], "女儿"), k.Person(h.place.Households[0], "副队长")
	k.ActsFor(h.daughter, h.people[0])
	k.Role(h.second, h.place.Root, membership.RoleLEAD)
	h.begins, h.ends = h.event.StartsAt, h.event.EndsAt
	h.row = k.Store.Client().SignUp.Query().Where(signup.PersonID(h.people[0].ID)).OnlyX(k.Internal())
	return h
}

// tick lets the lead tick the person at that time.
func (h *hours) tick(d attendanceentry.Direction, at time.Time) {
	h.Helper()
	h.Clock.Move(at.Sub(h.Clock.Now()))
	e := h.scene.tick(0)
	e.Direction = &d
	if r := h.send(h.As(h.lead), e); !r[0].Accepted {
		h.Fatalf("%v", r[0].Warnings)
	}
}

func (h *hours) ask(who *db.Person, came, went time.Time) (*door.Correction, error) {
	h.Helper()
	return h.door.AskCorrection(h.As(who), h.row.ID, came, went, "扫码没扫上")
}

func (h *hours) asked(who *db.Person, came, went time.Time) *door.Correction {
	h.Helper()
	c, err := h.ask(who, came, went)
	h.Must(err)
	return c
}

// attendance is what somebody reads of the sign-up; nil if she may not.
func (h *hours) attendance(who *db.Person) *door.Attendance {
	h.Helper()
	all, err := h.door.Attendances(h.As(who), []string{h.row.ID})
	h.Must(err)
	return all[h.row.ID]
}

func (h *hours) minutes() int {
	h.Helper()
	h.row = h.Store.Client().SignUp.GetX(h.Internal(), h.row.ID)
	if h.row.Minutes == nil {
		return -1
	}
	return *h.row.Minutes
}

// told are the kinds in somebody's inbox.
func (h *hours) told(who *db.Person) []notice.Kind {
	h.Helper()
	var kinds []notice.Kind
	for _, n := range h.Store.Client().Notice.Query().Where(notice.RecipientID(who.ID)).Order(notice.ByID()).AllX(h.Internal()) {
		if strings.HasPrefix(string(n.Kind), "CORRECTION") {
			kinds = append(kinds, n.Kind)
		}
	}
	return kinds
}

func refusal(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return "none"
	}
	return string(f.Code) + " " + f.Reason + " " + f.Field
}
