package web

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/ent/db/membership"
	"linli/server/testkit"
)

// What must never leave the program: the databases', the libraries' and the language's own words.
var leaks = regexp.MustCompile(`(?i)pq:|\bent:|sqlite|sql:|gqlgen|goroutine|panic|runtime error|nil pointer|\.go:\d|Did you mean|strconv|json:|constraint|no such (table|column)`)

// Of several ids the one that points to nothing is named.
func TestNotFoundNamesTheArgument(t *testing.T) {
	b := boot(t)
	secretary := b.lead
	b.Role(secretary, b.place.Root, membership.RoleSECRETARY)
	team := b.Team(b.place.Root, "队", secretary)
	bearer := []string{"Authorization", "Bearer " + b.token(secretary)}
	at := `startsAt:"` + time.Now().Add(time.Hour).UTC().Format(time.RFC3339) + `"`
	create := `createEvent(input:{title:"t",kind:OTHER,place:"p",shifts:[],` + at + `,endsAt:"2099-01-01T00:00:00Z",`
	root, person, event := b.place.Root.ID, secretary.ID, b.event.ID
	for _, c := range [][2]string{
		{`publishEvent(id:"no"){id}`, "id"},
		{`signUp(shiftId:"no",people:["` + person + `"]){id}`, "shiftId"},
		{`withdraw(signUpId:"no",reason:"r"){id}`, "signUpId"},
		{`issueInvitation(personId:"no"){url}`, "personId"},
		{create + `unitId:"no"}){id}`, "input.unitId"},
		{create + `unitId:"` + root + `",teamId:"no"}){id}`, "input.teamId"},
		{`changeEvent(id:"` + event + `",input:{teamId:"no"}){id}`, "input.teamId"},
		{`nameSubstitute(eventId:"no",personId:"` + person + `"){id}`, "eventId"},
		{`nameSubstitute(eventId:"` + event + `",personId:"no"){id}`, "personId"},
		{`dropSubstitute(eventId:"no",personId:"no"){id}`, "eventId"},
		{`moveUnit(id:"no",parentId:"` + root + `"){id}`, "id"},
		{`moveUnit(id:"` + b.place.Groups[0].ID + `",parentId:"no"){id}`, "parentId"},
		{`addPerson(input:{unitId:"no",name:"n"}){id}`, "input.unitId"},
		{`changePerson(id:"` + person + `",input:{unitId:"no"}){id}`, "input.unitId"},
		{`grantRole(personId:"no",unitId:"` + root + `",role:LEAD){id}`, "personId"},
		{`grantRole(personId:"` + person + `",unitId:"no",role:LEAD){id}`, "unitId"},
		{`revokeRole(personId:"no",unitId:"` + root + `",role:LEAD){id}`, "personId"},
		{`addProxy(holderId:"no",personId:"` + person + `"){id}`, "holderId"},
		{`removeProxy(holderId:"` + person + `",personId:"no"){id}`, "personId"},
		{`setTeamMember(teamId:"no",personId:"` + person + `"){id}`, "teamId"},
		{`setTeamMember(teamId:"` + team.ID + `",personId:"no"){id}`, "personId"},
		{`removeTeamMember(teamId:"no",personId:"no"){id}`, "teamId"},
		{`approveJoin(id:"no",unitId:"` + root + `"){id}`, "id"},
	} {
		if r := b.ask("mutation{"+c[0]+"}", nil, bearer...); !strings.Contains(r.body, `"NOT_FOUND"`) || !strings.Contains(r.body, `"field":"`+c[1]+`"`) {
			t.Errorf("%s answers %s, want %s", c[0], r.body, c[1])
		}
	}
	for _, c := range [][2]string{
		{`events(community:"no"){totalCount}`, "community"},
		{`events(community:"demo",within:"no"){totalCount}`, "within"},
		{`events(community:"demo",teamId:"no"){totalCount}`, "teamId"},
		{`roster(eventId:"no"){totalCount}`, "eventId"},
		{`joinRequests(within:"no"){totalCount}`, "within"},
	} {
		if r := b.ask("{"+c[0]+"}", nil, bearer...); !strings.Contains(r.body, `"NOT_FOUND"`) || !strings.Contains(r.body, `"field":"`+c[1]+`"`) {
			t.Errorf("%s answers %s, want %s", c[0], r.body, c[1])
		}
	}
}

func TestErrorsNameCodeAndField(t *testing.T) {
	b := boot(t)
	bearer := []string{"Authorization", "Bearer " + b.token(b.lead)}
	create := `mutation($i:CreateEventInput!){createEvent(input:$i){id}}`
	input := func(change map[string]any) map[string]any {
		at := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
		i := map[string]any{"unitId": b.place.Root.ID, "title": "t", "kind": "OTHER", "place": "p", "startsAt": at, "endsAt": at,
			"shifts": []any{map[string]any{"name": "s", "startsAt": at, "endsAt": at}}}
		for key, value := range change {
			i[key] = value
		}
		return map[string]any{"i": i}
	}
	for name, c := range map[string]struct {
		query, code, field string
		variables          map[string]any
	}{
		"page too large":      {`{events(community:"demo",first:101){totalCount}}`, "BAD_USER_INPUT", "first", nil},
		"negative page":       {`{events(community:"demo",first:-1){totalCount}}`, "BAD_USER_INPUT", "first", nil},
		"33 bits":             {`query($n:Int){events(community:"demo",first:$n){totalCount}}`, "BAD_USER_INPUT", "first", map[string]any{"n": 2147483648}},
		"a number as text":    {`query($n:Int){events(community:"demo",first:$n){totalCount}}`, "BAD_USER_INPUT", "first", map[string]any{"n": "5"}},
		"10^18":               {`{events(community:"demo",first:1000000000000000000){totalCount}}`, "BAD_USER_INPUT", "first", nil},
		"no number":           {`query($n:Int){events(community:"demo",first:$n){totalCount}}`, "BAD_USER_INPUT", "first", map[string]any{"n": "geheim4711"}},
		"cursor":              {`{events(community:"demo",after:"geheim4711"){totalCount}}`, "BAD_USER_INPUT", "after", nil},
		"instant":             {`{events(community:"demo",from:"geheim4711"){totalCount}}`, "BAD_USER_INPUT", "from", nil},
		"id":                  {`query($i:ID!){event(id:$i){id}}`, "BAD_USER_INPUT", "id", map[string]any{"i": strings.Repeat("geheim4711", 7)}},
		"enum":                {`query($k:EventKind){events(community:"demo",kind:$k){totalCount}}`, "BAD_USER_INPUT", "kind", map[string]any{"k": "geheim4711"}},
		"unknown input field": {create, "BAD_USER_INPUT", "input", input(map[string]any{"geheim4711": 1})},
		"instant in input":    {create, "BAD_USER_INPUT", "input.startsAt", input(map[string]any{"startsAt": "geheim4711"})},
		"deep in input":       {create, "BAD_USER_INPUT", "input.shifts.0.capacity", input(map[string]any{"shifts": []any{map[string]any{"name": "s", "startsAt": "2026-12-01T00:00:00Z", "endsAt": "2026-12-01T00:00:00Z", "capacity": "geheim4711"}}})},
		"deep instant":        {create, "BAD_USER_INPUT", "input.shifts.0.endsAt", input(map[string]any{"shifts": []any{map[string]any{"name": "s", "startsAt": "2026-12-01T00:00:00Z", "endsAt": "geheim4711"}}})},
		"in a list of inputs": {`mutation($i:[CheckInInput!]!){checkIn(input:$i){id}}`, "BAD_USER_INPUT", "input.0.at",
			map[string]any{"i": []any{map[string]any{"id": "x", "eventId": "x", "method": "LIST", "at": "geheim4711"}}}},
		"missing variable":     {create, "BAD_USER_INPUT", "input", map[string]any{}},
		"unknown field":        {`{viewerr{id}}`, "BAD_USER_INPUT", "", nil},
		"unknown argument":     {`{event(idd:"x"){id}}`, "BAD_USER_INPUT", "", nil},
		"unknown type":         {`query($x:Evnt){viewer{id}}`, "BAD_USER_INPUT", "", nil},
		"unknown enum value":   {`{events(community:"demo",kind:VOLUNTERING){totalCount}}`, "BAD_USER_INPUT", "", nil},
		"unknown fragment":     {`{...on Evnt{id}}`, "BAD_USER_INPUT", "", nil},
		"unknown directive":    {`{viewer@geheim4711{id}}`, "BAD_USER_INPUT", "", nil},
		"a name with a secret": {`{geheim4711}`, "BAD_USER_INPUT", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := b.ask(c.query, c.variables, bearer...)
			var answer struct {
				Errors []struct {
					Message    string
					Extensions struct{ Code, Field string }
				}
			}
			b.Must(json.Unmarshal([]byte(r.body), &answer))
			if len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code != c.code || answer.Errors[0].Extensions.Field != c.field {
				t.Errorf("answers %s", r.body)
			}
			if strings.Contains(r.body, "geheim") || leaks.MatchString(r.body) {
				t.Errorf("tells too much: %s", r.body)
			}
		})
	}
}

func TestErrorListIsBounded(t *testing.T) {
	b := boot(t)
	var s strings.Builder
	for i := range 400 {
		fmt.Fprintf(&s, "wrong%d ", i)
	}
	r := b.ask("{"+s.String()+"}", nil)
	if n := strings.Count(r.body, `"message"`); n != mostErrors {
		t.Fatalf("%d errors", n)
	}
}

// Seeded noise: no request makes the server fail, and no answer tells of its inside or repeats what was sent.
func TestMalformedRequests(t *testing.T) { testkit.Each(t, malformedRequests) }

func malformedRequests(t *testing.T, k *testkit.Kit) {
	b := bootOn(t, k)
	token := b.token(b.volunteer)
	rng := rand.New(rand.NewPCG(7, 11))
	pieces := []string{"{", "}", "(", ")", "[", "]", `"`, `"""`, "$x", "@skip", "...", "on", "query", "mutation", "subscription", "fragment", "node", "event", "events",
		"signUp", "id", ":", "!", "first", "-1", "1e999", "\\u0000", "\x00", "\xff", "真", "Qkanarie", "null", "true", "__type", "#", "&", "|", "=", "viewer", "shiftId", "after", ","}
	values := []any{nil, true, -1, 1e300, "Qkanarie", "Qkanarie\x00", strings.Repeat("Qk", 4_000), []any{}, map[string]any{"Qkanarie": []any{1}}, "' OR 1=1 --", "ev_00000000000000000000000000", 2147483648}
	known := []string{`query($v:ID!){event(id:$v){id title shifts{id}}}`, `query($v:ID!){node(id:$v){id}}`, `query($v:String!){community(slug:$v){id}}`,
		`query($v:String){events(community:"demo",search:$v){totalCount}}`, `query($v:Cursor){events(community:"demo",after:$v){totalCount}}`,
		`mutation($v:ID!){signUp(shiftId:$v){id}}`, `mutation($v:String!){requestToJoin(community:$v,name:$v,building:$v,phone:$v)}`,
		`mutation($v:ID!){withdraw(signUpId:$v){id}}`, `mutation($v:ID!){readNotices(upTo:$v)}`, `query($v:Int){mySignUps(first:$v){totalCount}}`, `mutation($v:[CheckInInput!]!){checkIn(input:$v){id}}`}
	for i := range 600 {
		var r *reply
		if i%2 == 0 {
			var s strings.Builder
			for range rng.IntN(30) {
				s.WriteString(pieces[rng.IntN(len(pieces))] + " ")
			}
			r = b.ask(s.String(), nil, "Authorization", "Bearer "+token)
		} else {
			r = b.ask(known[rng.IntN(len(known))], map[string]any{"v": values[rng.IntN(len(values))]}, "Authorization", "Bearer "+token)
		}
		if r.status >= 500 || r.code() == "INTERNAL" || leaks.MatchString(r.body) || strings.Contains(r.body, "Qk") {
			t.Fatalf("request %d: %d %s", i, r.status, r.body)
		}
	}
}
