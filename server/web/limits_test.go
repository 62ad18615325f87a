package web

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestDocumentLimits(t *testing.T) {
	b := boot(t)
	chain := func(n int) string { // fragments that multiply
		var s strings.Builder
		s.WriteString("{...f0}")
		for i := range n {
			fmt.Fprintf(&s, " fragment f%d on Query {...f%d ...f%d}", i, i+1, i+1)
		}
		fmt.Fprintf(&s, " fragment f%d on Query {__typename}", n)
		return s.String()
	}
	repeat := func(n int, each string) string { return "{" + strings.Repeat(each, n) + "}" }
	aliases := func(n int) string {
		var s strings.Builder
		for i := range n {
			fmt.Fprintf(&s, "a%d:__typename ", i)
		}
		return s.String()
	}
	for name, c := range map[string]struct{ query, code string }{
		"nested":              {strings.Repeat("{a", 600), ""},
		"deep":                {strings.Repeat("{a", 16) + strings.Repeat("}", 16), "TOO_COMPLEX"},
		"deep by fragments":   {strings.Repeat("{...on Query", 16) + "{a}" + strings.Repeat("}", 16), "TOO_COMPLEX"},
		"tokens":              {repeat(1, strings.Repeat("a(b:1)", 400)), "TOO_COMPLEX"},
		"one alias often":     {repeat(8_000, "a "), "TOO_COMPLEX"},
		"aliases":             {"{" + aliases(31) + "}", "TOO_COMPLEX"},
		"aliases enough":      {"{" + aliases(30) + "}", ""},
		"alias in unused":     {"{__typename} fragment x on Query{" + aliases(31) + "}", "TOO_COMPLEX"},
		"alias in a namesake": {"{...x} fragment x on Query{a} fragment x on Query{" + aliases(31) + "}", "TOO_COMPLEX"},
		"directives":          {"{__typename " + strings.Repeat("@a ", 51) + "}", "TOO_COMPLEX"},
		"fields":              {repeat(501, "a "), "TOO_COMPLEX"},
		"mutations":           {"mutation{" + strings.Repeat("logOut ", 6) + "}", "TOO_COMPLEX"},
		"fragments multiply":  {chain(30), "TOO_COMPLEX"},
		"fragments in circle": {"{...a} fragment a on Query{...b} fragment b on Query{...a}", "BAD_USER_INPUT"},
		"fragment of itself":  {"{...a} fragment a on Query{a{...a}}", "BAD_USER_INPUT"},
		"operations":          {strings.Repeat("query a{b} ", 21), "TOO_COMPLEX"},
		"describes itself":    {"{__schema{types{name}}}", "BAD_USER_INPUT"},
		"describes a type":    {`{...a} fragment a on Query{b:__type(name:"Event"){name}}`, "BAD_USER_INPUT"},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			r := b.ask(c.query, nil)
			if r.status != 200 || c.code != "" && r.code() != c.code {
				t.Errorf("%d %.300s", r.status, r.body)
			}
			if took := time.Since(began); took > 500*time.Millisecond || len(r.body) > 4_000 {
				t.Errorf("took %v, answers %d bytes", took, len(r.body))
			}
		})
	}
}

// What killed a server without limits is answered in milliseconds.
func TestFloods(t *testing.T) {
	b := boot(t)
	for name, query := range map[string]string{
		"1.25 MiB of levels": strings.Repeat("{a", 655_360),
		"112 KB of an alias": "{" + strings.Repeat("a:__typename ", 8_600) + "}",
		"60 KB of an alias":  "{" + strings.Repeat("a:__typename ", 4_600) + "}",
		"60 KB of brackets":  "{a(b:" + strings.Repeat("[", 60_000),
		"60 KB of levels":    strings.Repeat("{a", 30_000),
		"a text without end": `{a(b:"` + strings.Repeat("x", 60_000),
	} {
		began := time.Now()
		r := b.ask(query, nil)
		if took := time.Since(began); took > 300*time.Millisecond || r.status >= 500 {
			t.Errorf("%s: %d after %v", name, r.status, took)
		}
	}
}

func TestIntrospectionBySetting(t *testing.T) {
	b := boot(t, func(c *Config) { c.Introspection = true })
	reference := "kind name" + strings.Repeat(" ofType{kind name", 9) + strings.Repeat("}", 9)
	query := fmt.Sprintf(`query IntrospectionQuery{__schema{queryType{name} types{...F} directives{name args{...I}}}}
		fragment F on __Type{kind name fields(includeDeprecated:true){name args{...I} type{...T}} inputFields{...I} interfaces{...T} enumValues{name} possibleTypes{...T}}
		fragment I on __InputValue{name type{...T} defaultValue} fragment T on __Type{%s}`, reference)
	if r := b.ask(query, nil); r.status != 200 || r.code() != "" || !strings.Contains(r.body, "eventCounts") {
		t.Fatalf("%.500s", r.body)
	}
}

// The contract says what is never refused.
func TestCostOfWhatIsAllowed(t *testing.T) {
	b := boot(t)
	counts := "eventId revision capacity confirmed offered waitlisted checkedIn shifts{shiftId capacity confirmed offered waitlisted checkedIn}"
	shift := "id name startsAt endsAt capacity counts{shiftId capacity confirmed offered waitlisted checkedIn}"
	person := "id name phone memberships{role unit{id name level}} home{id name} building{id name} teams{id name kind}"
	unit := "id name level centre counts{people upcomingEvents confirmedToday waitingToday checkedInToday revision}"
	signUp := "id status queuePosition offerExpiresAt createdAt checkedInAt checkedOutAt ticket party reason walkIn person{" + person + "} shift{" + shift + "} signedUpBy{id name}"
	for name, query := range map[string]string{
		"100 events": `{events(community:"demo",first:100){totalCount pageInfo{hasNextPage endCursor} edges{cursor node{id title kind status description place startsAt endsAt
			unit{id name level} team{id name leads{id name}} contactName contactPhone mayEdit mayLead cancelReason counts{` + counts + `} shifts{` + shift + `} mySignUps{id status queuePosition person{id name} shift{id name}}}}}}`,
		"100 rows": `query($e:ID!){roster(eventId:$e,first:100){totalCount pageInfo{hasNextPage endCursor} edges{cursor node{` + signUp + `}}}}`,
		"the tree": `{community(slug:"demo"){root{` + unit + ` children{` + unit + ` children{` + unit + ` children{` + unit + `}}}}}}`,
	} {
		r := b.ask(query, map[string]any{"e": b.event.ID}, "Authorization", "Bearer "+b.token(b.lead))
		if r.code() != "" || r.status != 200 {
			t.Errorf("%s: %.400s", name, r.body)
		}
	}
}

func TestCostOfAbuse(t *testing.T) {
	b := boot(t)
	for name, query := range map[string]string{
		"people of events":  `{events(community:"demo",first:100){edges{node{unit{people(first:100){edges{node{id name phone teams{id name} memberships{role}}}}}}}}}`,
		"up and down":       `{community(slug:"demo"){root{children{children{children{children{children{children{id}}}}}}}}}`,
		"teams of teams":    `query($n:Int=100){community(slug:"demo"){teams(first:$n){edges{node{members(first:$n){edges{node{teams{members(first:$n){edges{node{id}}}}}}}}}}}}`,
		"a variable":        `query($n:Int){community(slug:"demo"){units(first:$n){edges{node{people(first:$n){edges{node{teams{leads{id name teams{id}}}}}}}}}}}`,
		"events of a event": `{events(community:"demo",first:100){edges{node{shifts{event{shifts{event{shifts{event{shifts{event{shifts{id name}}}}}}}}}}}}}`,
	} {
		if r := b.ask(query, map[string]any{"n": 100}); r.code() != "TOO_COMPLEX" {
			t.Errorf("%s: %.300s", name, r.body)
		}
	}
}
