package graph_test

import (
	"testing"
	"time"
)

const rulesAndKept = `{ joinRules { opensAt closesAt withdrawUntil oneShift minAge maxAge skill minimum } shifts { name kept { places unit { name } until } } }`

func TestRulesAndKeptPlacesAreWrittenAndRead(t *testing.T) {
	c := newCast(t)
	starts := c.Clock.Now().Add(24 * time.Hour)
	at := func(hours int) string {
		return starts.Add(time.Duration(hours) * time.Hour).Format("2006-01-02T15:04:05.000Z07:00")
	}
	shift := func(name string, kept any) vars {
		return vars{"name": name, "startsAt": at(0), "endsAt": at(1), "capacity": 5, "kept": kept}
	}
	input := vars{"unitId": c.here.Branches[0].ID, "title": "甲", "kind": "VOLUNTEERING", "place": "广场", "startsAt": at(0), "endsAt": at(1),
		"shifts":    []any{shift("甲岗", vars{"places": 2, "unitId": c.here.Branches[1].ID, "until": at(-1)}), shift("乙岗", nil)},
		"joinRules": vars{"opensAt": at(-3), "maxAge": 70, "skill": "急救"}}
	type event struct {
		JoinRules struct {
			OpensAt, ClosesAt, WithdrawUntil *string
			OneShift                         bool
			MinAge, MaxAge, Minimum          *int
			Skill                            string
		}
		Shifts []struct {
			Name string
			Kept *struct {
				Places int
				Unit   struct{ Name string }
				Until  string
			}
		}
	}
	var got struct{ CreateEvent event }
	reads(t, answers(t, c.Kit, c.secretary, `mutation($input: CreateEventInput!) { createEvent(input: $input) `+rulesAndKept+` }`, vars{"input": input}), &got)
	r := got.CreateEvent.JoinRules
	if r.OpensAt == nil || *r.OpensAt != at(-3) || r.ClosesAt != nil || r.WithdrawUntil != nil || r.OneShift || r.MinAge != nil ||
		r.MaxAge == nil || *r.MaxAge != 70 || r.Skill != "急救" || r.Minimum != nil {
		t.Errorf("the rules are %+v", r)
	}
	for _, s := range got.CreateEvent.Shifts {
		if (s.Kept != nil) != (s.Name == "甲岗") || s.Kept != nil && (s.Kept.Places != 2 || s.Kept.Unit.Name != "BRANCH 2" || s.Kept.Until != at(-1)) {
			t.Errorf("%s keeps %+v", s.Name, s.Kept)
		}
	}
	var open struct{ Event event }
	reads(t, answers(t, c.Kit, nobody, `query($id: ID!) { event(id: $id) `+rulesAndKept+` }`, vars{"id": c.event.ID}), &open)
	if r := open.Event.JoinRules; r.OpensAt != nil || r.Skill != "" || open.Event.Shifts[0].Kept != nil {
		t.Errorf("without rules: %+v", open.Event)
	}
}
