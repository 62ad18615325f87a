package graph_test

import (
	"time"

	"github.com/google/uuid"

	"linli/ent/uid"
	"linli/server/fault"
)

const (
	signIn  = fault.Unauthenticated
	never   = fault.Forbidden
	unknown = fault.NotFound
)

type vars = map[string]any

func authRows(c *cast) []row {
	anybody := []attempt{{nobody, signIn}, {c.volunteer, signIn}}
	return []row{
		{"requestLoginCode", `mutation { requestLoginCode(phone: "12") }`, nil, []attempt{{nobody, fault.BadInput}}},
		{"logIn", `mutation { logIn(phone: "+8613800000001", code: "000000") { token } }`, nil, anybody},
		{"acceptInvitation", `mutation { acceptInvitation(token: "no such token") { token } }`, nil, anybody},
		{"foundCommunity", `mutation { foundCommunity(token: "no such token", name: "甲", slug: "jia", secretaryName: "乙", secretaryPhone: "+8613800000009") { token } }`, nil, anybody},
		{"requestToJoin", `mutation { requestToJoin(community: "no-such", name: "甲", building: "1", phone: "+8613800000009") }`, nil, []attempt{{nobody, unknown}}},
		{"choosePerson", `mutation($id: ID!) { choosePerson(personId: $id) { token } }`, vars{"id": c.other.ID}, []attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.secretary, unknown}}},
		{"logOut", `mutation { logOut }`, nil, []attempt{{nobody, signIn}}},
		{"revokeSession", `mutation($id: ID!) { revokeSession(id: $id) }`, vars{"id": uid.New("se")}, []attempt{{nobody, signIn}, {c.secretary, unknown}}},
		{"issueInvitation", `mutation($id: ID!) { issueInvitation(personId: $id) { url } }`, vars{"id": c.other.ID}, []attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.lead, unknown}, {c.abroad, unknown}}},
		{"readNotices", `mutation($id: ID!) { readNotices(upTo: $id) }`, vars{"id": uid.New("no")}, []attempt{{nobody, signIn}, {c.volunteer, unknown}}},
	}
}

func orgRows(c *cast) []row {
	unit, person := c.here.Branches[0].ID, c.other.ID
	onUnit := []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, never}, {c.abroad, unknown}}
	onPerson := []attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.lead, unknown}, {c.abroad, unknown}}
	onTeam := []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, never}, {c.abroad, unknown}}
	request := vars{"id": uid.New("jr"), "unit": unit}
	noRequest := []attempt{{nobody, signIn}, {c.volunteer, unknown}}
	return []row{
		{"addUnit", `mutation($id: ID!) { addUnit(parentId: $id, name: "新") { id } }`, vars{"id": unit}, onUnit},
		{"changeUnit", `mutation($id: ID!) { changeUnit(id: $id, name: "新") { id } }`, vars{"id": unit}, onUnit},
		{"moveUnit", `mutation($id: ID!, $to: ID!) { moveUnit(id: $id, parentId: $to) { id } }`, vars{"id": c.here.Groups[0].ID, "to": c.here.Branches[1].ID}, onUnit},
		{"removeUnit", `mutation($id: ID!) { removeUnit(id: $id) }`, vars{"id": unit}, onUnit},
		{"addPerson", `mutation($id: ID!) { addPerson(input: {unitId: $id, name: "甲"}) { id } }`, vars{"id": unit}, onUnit},
		{"changePerson", `mutation($id: ID!) { changePerson(id: $id, input: {name: "乙"}) { id } }`, vars{"id": person}, onPerson},
		{"grantRole", `mutation($id: ID!, $unit: ID!) { grantRole(personId: $id, unitId: $unit, role: SECRETARY) { id } }`, vars{"id": person, "unit": unit}, onPerson},
		{"revokeRole", `mutation($id: ID!, $unit: ID!) { revokeRole(personId: $id, unitId: $unit, role: VOLUNTEER) { id } }`, vars{"id": person, "unit": unit}, onPerson},
		{"addProxy", `mutation($a: ID!, $b: ID!) { addProxy(holderId: $a, personId: $b) { id } }`, vars{"a": c.volunteer.ID, "b": person}, []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, unknown}, {c.abroad, unknown}}},
		{"removeProxy", `mutation($a: ID!, $b: ID!) { removeProxy(holderId: $a, personId: $b) { id } }`, vars{"a": c.volunteer.ID, "b": person}, []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, unknown}, {c.abroad, unknown}}},
		{"addTeam", `mutation($id: ID!) { addTeam(unitId: $id, name: "舞蹈队", kind: "CULTURE") { id } }`, vars{"id": unit}, onUnit},
		{"changeTeam", `mutation($id: ID!) { changeTeam(id: $id, name: "新") { id } }`, vars{"id": c.team.ID}, onTeam},
		{"setTeamMember", `mutation($id: ID!, $person: ID!) { setTeamMember(teamId: $id, personId: $person) { id } }`, vars{"id": c.team.ID, "person": person}, onTeam},
		{"removeTeamMember", `mutation($id: ID!, $person: ID!) { removeTeamMember(teamId: $id, personId: $person) { id } }`, vars{"id": c.team.ID, "person": person}, onTeam},
		{"revealPhone", `mutation($id: ID!) { revealPhone(personId: $id, reason: "打电话") }`, vars{"id": person}, onPerson},
		{"approveJoin", `mutation($id: ID!, $unit: ID!) { approveJoin(id: $id, unitId: $unit) { id } }`, request, noRequest},
		{"declineJoin", `mutation($id: ID!) { declineJoin(id: $id, reason: "不认识") }`, vars{"id": request["id"]}, noRequest},
		{"changeOfferRules", `mutation($id: ID!) { changeOfferRules(communityId: $id, input: {daysAhead: 9, dayBefore: 9, sameDay: 9, atOnce: 9, nightFrom: 0, nightUntil: 0, passedOver: 9}) { id } }`, vars{"id": c.here.Community.ID}, onUnit},
	}
}

func eventRows(c *cast) []row {
	onEvent := []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, never}, {c.teamLead, never}, {c.abroad, unknown}}
	onDraft := []attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.lead, unknown}, {c.abroad, unknown}}
	starts := c.Clock.Now().Add(24 * time.Hour)
	input := vars{"unitId": c.here.Branches[0].ID, "title": "甲", "kind": "VOLUNTEERING", "place": "广场",
		"startsAt": starts.Format(time.RFC3339), "endsAt": starts.Add(time.Hour).Format(time.RFC3339),
		"shifts": []any{vars{"name": "岗", "startsAt": starts.Format(time.RFC3339), "endsAt": starts.Add(time.Hour).Format(time.RFC3339)}}}
	id := vars{"id": c.event.ID}
	who := vars{"id": c.event.ID, "person": c.other.ID}
	return []row{
		{"createEvent", `mutation($input: CreateEventInput!) { createEvent(input: $input) { id } }`, vars{"input": input}, []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, never}, {c.abroad, unknown}}},
		{"publishEvent", `mutation($id: ID!) { publishEvent(id: $id) { id } }`, vars{"id": c.draft.ID}, onDraft},
		{"changeEvent", `mutation($id: ID!) { changeEvent(id: $id, input: {title: "乙"}) { id } }`, id, onEvent},
		{"removeShift", `mutation($id: ID!) { removeShift(id: $id) { id } }`, vars{"id": c.event.Edges.Shifts[0].ID}, onEvent},
		{"copyEvent", `mutation($id: ID!, $at: Time!) { copyEvent(id: $id, startsAt: $at) { id } }`, vars{"id": c.event.ID, "at": starts.Format(time.RFC3339)}, onEvent},
		{"cancelEvent", `mutation($id: ID!) { cancelEvent(id: $id, reason: "下雨") { id } }`, id, onEvent},
		{"nameSubstitute", `mutation($id: ID!, $person: ID!) { nameSubstitute(eventId: $id, personId: $person) { id } }`, who, onEvent},
		{"dropSubstitute", `mutation($id: ID!, $person: ID!) { dropSubstitute(eventId: $id, personId: $person) { id } }`, who, onEvent},
	}
}

func rosterRows(c *cast) []row {
	shift := c.event.Edges.Shifts[0].ID
	another := []attempt{{nobody, signIn}, {c.volunteer, unknown}, {c.lead, unknown}, {c.abroad, unknown}}
	forLeads := append([]attempt{{c.other, never}}, another...) // not even the person herself
	on, onEvent := vars{"id": c.otherSignUp.ID, "shift": shift}, []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, never}, {c.teamLead, never}, {c.abroad, unknown}}
	entry := vars{"input": []any{vars{"id": uuid.NewString(), "eventId": c.event.ID, "method": "LIST",
		"at": c.Clock.Now().Format(time.RFC3339), "signUpId": c.otherSignUp.ID}}}
	return []row{
		{"signUp", `mutation($shift: ID!, $who: [ID!]) { signUp(shiftId: $shift, people: $who) { id } }`, vars{"shift": shift, "who": []any{c.other.ID}}, another},
		{"withdraw", `mutation($id: ID!) { withdraw(signUpId: $id, reason: "x") { id } }`, vars{"id": c.otherSignUp.ID}, another},
		{"answerOffer", `mutation($id: ID!) { answerOffer(signUpId: $id, accept: true) { id } }`, vars{"id": c.otherSignUp.ID}, another},
		{"moveUp", `mutation($id: ID!) { moveUp(signUpId: $id, reason: "x") { id } }`, on, forLeads},
		{"confirmSignUp", `mutation($id: ID!) { confirmSignUp(signUpId: $id, reason: "x") { id } }`, on, forLeads},
		{"addPlaces", `mutation($shift: ID!) { addPlaces(shiftId: $shift, places: 1, reason: "x") { id } }`, on, onEvent},
		{"moveSignUp", `mutation($id: ID!, $shift: ID!) { moveSignUp(signUpId: $id, shiftId: $shift, reason: "x") { id } }`, on, another},
		{"markCalled", `mutation($id: ID!) { markCalled(signUpId: $id) { id } }`, on, forLeads},
		{"checkIn", `mutation($input: [CheckInInput!]!) { checkIn(input: $input) { accepted warnings } }`, entry, []attempt{{nobody, signIn}, {c.volunteer, refused}, {c.lead, refused}, {c.abroad, refused}}},
	}
}

func liveRows(c *cast) []row {
	return []row{
		{"eventCounts", `subscription($id: ID!) { eventCounts(eventId: $id) { revision } }`, vars{"id": c.draft.ID}, []attempt{{nobody, unknown}, {c.volunteer, unknown}, {c.abroad, unknown}}},
		{"rosterChanged", `subscription($id: ID!) { rosterChanged(eventId: $id) { revision } }`, vars{"id": c.event.ID}, []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, never}, {c.abroad, unknown}}},
		{"unitCounts", `subscription($id: ID!) { unitCounts(unitId: $id) { revision } }`, vars{"id": c.here.Root.ID}, []attempt{{nobody, signIn}, {c.abroad, unknown}}},
		{"arrivalsChanged", `subscription($id: ID!) { arrivalsChanged(unitId: $id) { revision } }`, vars{"id": c.here.Root.ID}, []attempt{{nobody, signIn}, {c.volunteer, never}, {c.lead, never}, {c.teamLead, never}, {c.abroad, unknown}}},
		{"inboxChanged", `subscription { inboxChanged { unread } }`, nil, []attempt{{nobody, signIn}}},
	}
}
