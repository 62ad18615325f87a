package graph_test

import (
	"time"

	"linli/ent/uid"
)

// hoursRows are those of cards, calendars and corrections.
func hoursRows(c *cast) []row {
	onPerson := []attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.lead, unknown}, {c.abroad, unknown}}
	at := c.Clock.Now().Format(time.RFC3339)
	return []row{
		{"issueCard", `mutation($id: ID!) { issueCard(personId: $id) { number } }`, vars{"id": c.other.ID}, onPerson},
		{"withdrawCard", `mutation($id: ID!) { withdrawCard(personId: $id) }`, vars{"id": c.other.ID}, onPerson},
		{"openCalendar", `mutation { openCalendar }`, nil, []attempt{{nobody, signIn}}},
		{"closeCalendar", `mutation { closeCalendar }`, nil, []attempt{{nobody, signIn}}},
		{"askCorrection", `mutation($id: ID!, $at: Time!) { askCorrection(signUpId: $id, came: $at, went: $at, reason: "忘了") { id } }`,
			vars{"id": c.otherSignUp.ID, "at": at}, []attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.lead, unknown}, {c.abroad, unknown}, {c.secretary, never}}},
		{"decideCorrection", `mutation($id: ID!) { decideCorrection(id: $id, approve: true) { id } }`, vars{"id": uid.New("cr")},
			[]attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.secretary, unknown}}},
	}
}
