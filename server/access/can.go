package access

import (
	"context"
	"slices"

	"linli/server/fault"
	"linli/server/viewer"
)

// Right is what a verb asks of the viewer.
type Right int

// The rights, from the least.
const (
	Anyone    Right = iota
	SignedIn        // somebody of any community
	Speak           // the person herself or who acts for her
	Kiosk           // a device of the event's door, or Door
	Door            // a device of the event's door that enters people, or Lead
	Lead            // runs the door of the event: lead of its unit or team, or its substitute
	Edit            // lead of the unit or team
	Tend            // Speak or Edit
	Secretary       // secretary of the unit
)

// Verb is one thing that can be done; its name is the mutation's or subscription's.
type Verb string

// The verb × right table. A verb may be done by whoever holds the right over what it is done to. What more a verb asks
// (a lead may sign up only people of her scope, say) it asks itself.
var table = map[Verb]Right{
	"requestLoginCode": Anyone, "logIn": Anyone, "acceptInvitation": Anyone, "foundCommunity": Anyone, "requestToJoin": Anyone,
	"logOut": SignedIn, "choosePerson": SignedIn, "revokeSession": SignedIn, "readNotices": SignedIn, "inboxChanged": SignedIn,
	"openCalendar": SignedIn, "closeCalendar": SignedIn,
	"card": Tend, "issueCard": Tend, "withdrawCard": Tend,
	"issueInvitation": Edit, "revealPhone": Edit, "approveJoin": Edit, "declineJoin": Edit,

	"addUnit": Secretary, "changeUnit": Secretary, "moveUnit": Secretary, "removeUnit": Secretary,
	"addPerson": Secretary, "changePerson": Secretary, "grantRole": Secretary, "revokeRole": Secretary,
	"addProxy": Secretary, "removeProxy": Secretary, "changeOfferRules": Secretary,
	"addTeam": Secretary, "changeTeam": Secretary, "setTeamMember": Secretary, "removeTeamMember": Secretary,

	"createEvent": Edit, "publishEvent": Edit, "changeEvent": Edit, "removeShift": Edit, "copyEvent": Edit, "cancelEvent": Edit,
	"nameSubstitute": Edit, "dropSubstitute": Edit,

	"signUp": SignedIn, "withdraw": SignedIn, "answerOffer": SignedIn, "moveSignUp": SignedIn,
	"moveUp": Lead, "confirmSignUp": Lead, "markCalled": Lead, "addPlaces": Edit,
	"askCorrection": Speak, "decideCorrection": Lead,
	"checkIn": SignedIn, // each entry is asked for by itself
	"door":    Kiosk, "roster": Lead, "rosterChanged": Lead, "arrivalsChanged": Edit,
	"kiosk": Kiosk, "doorRoster": Door, "doorTodos": Lead, "settleTodo": Lead,
	"doorDevices": Lead, "issueDevice": Lead, "revokeDevice": Lead, "claimDevice": Anyone,

	"eventCounts": Anyone, "unitCounts": SignedIn,
	"people": Edit, "joinRequests": Edit, "teamMembers": Edit,
}

// On is what a verb is done to, as far as rights depend on it.
type On struct {
	Community string
	Path      string // of the unit it belongs to
	Team      string // empty: none
	Event     string // set for events: a substitute leads it
	Person    string // set for people
}

// Holds tells whether the viewer holds a right over something.
func Holds(v *viewer.Viewer, right Right, on On) bool {
	if right == Anyone || atDoor(v, right, on) {
		return true
	}
	if !v.SignedIn() || (on.Community != "" && on.Community != v.CommunityID) {
		return false
	}
	edits := within(on.Path, scopes(v)) || (on.Team != "" && slices.Contains(v.Teams, on.Team))
	switch right {
	case SignedIn:
		return true
	case Speak:
		return v.Speaks(on.Person)
	case Kiosk, Door, Lead:
		return edits || (on.Event != "" && slices.Contains(v.Substitute, on.Event))
	case Edit:
		return edits
	case Tend:
		return edits || v.Speaks(on.Person)
	default:
		return within(on.Path, v.Secretary)
	}
}

// atDoor tells whether a door device holds the right: over its event only, and as long as it is good.
func atDoor(v *viewer.Viewer, right Right, on On) bool {
	if v.Door == nil || v.Door.EndedAt != nil || on.Event == "" || on.Event != v.Door.EventID {
		return false
	}
	return right == Kiosk || right == Door && !v.Door.Kiosk
}

// Ask answers nil when the viewer may do the verb to that, else UNAUTHENTICATED or FORBIDDEN. What the viewer may not
// know to exist has been answered with NOT_FOUND before, by reading it through the narrowed client.
func Ask(ctx context.Context, verb Verb, on On) error { return ask(viewer.From(ctx), verb, on) }

func ask(v *viewer.Viewer, verb Verb, on On) error {
	right, ok := table[verb]
	if !ok {
		panic("access: no such verb: " + string(verb))
	}
	switch {
	case Holds(v, right, on):
		return nil
	case !known(v):
		return stranger(v)
	default:
		return fault.New(fault.Forbidden, "You may not do this here.")
	}
}
