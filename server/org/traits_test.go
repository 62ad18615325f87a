package org_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"linli/server/fault"
	"linli/server/org"
)

func TestBirthYearAndSkills(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		born := func(year int) *int { return &year }
		p, err := w.AddPerson(w.As(w.branch), org.AddPersonInput{UnitID: w.Households[0].ID, Name: "重阳", BirthYear: born(1948),
			Skills: []string{" 急救 ", "Piano", "piano", "急救"}})
		w.Must(err)
		is := func(year int, skills ...string) {
			t.Helper()
			got := w.person(p.ID)
			if year == 0 && got.BirthYear != nil || year != 0 && (got.BirthYear == nil || *got.BirthYear != year) || !slices.Equal(got.Skills, skills) {
				t.Errorf("born %v, can %q", got.BirthYear, got.Skills)
			}
		}
		change := func(in org.ChangePersonInput) { t.Helper(); w.Must(err2(w.ChangePerson(w.As(w.branch), p.ID, in))) }
		is(1948, "急救", "Piano")
		name := "重九"
		change(org.ChangePersonInput{Name: &name})
		is(1948, "急救", "Piano")
		change(org.ChangePersonInput{BirthYear: graphql.OmittableOf(born(1950)), Skills: []string{"二胡"}})
		is(1950, "二胡")
		change(org.ChangePersonInput{BirthYear: graphql.OmittableOf[*int](nil)})
		is(0, "二胡")
		change(org.ChangePersonInput{Skills: []string{}})
		is(0)
	})
}

func TestBirthYearAndSkillsAreBounded(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		var most []string
		for i := range 20 {
			most = append(most, fmt.Sprint(i))
		}
		for _, c := range []struct {
			year   int
			skills []string
			field  string
		}{
			{1900, most, ""},
			{2026, []string{strings.Repeat("长", 40)}, ""},
			{1899, nil, "input.birthYear"},
			{2027, nil, "input.birthYear"},
			{1950, append(most, "20"), "input.skills"},
			{1950, []string{"急救", " "}, "input.skills.1"},
			{1950, []string{strings.Repeat("长", 41)}, "input.skills.0"},
		} {
			add := func(ctx context.Context) error {
				return err2(w.AddPerson(ctx, org.AddPersonInput{UnitID: w.Households[0].ID, Name: "甲", BirthYear: &c.year, Skills: c.skills}))
			}
			change := func(ctx context.Context) error {
				return err2(w.ChangePerson(ctx, w.volunteer.ID, org.ChangePersonInput{BirthYear: graphql.OmittableOf(&c.year), Skills: c.skills}))
			}
			for _, verb := range []func(context.Context) error{add, change} {
				err := verb(w.As(w.branch))
				var f *fault.Error
				if c.field == "" && err != nil || c.field != "" && (!errors.As(err, &f) || f.Code != fault.BadInput || f.Field != c.field) {
					t.Errorf("%d, %q: %v, want one at %q", c.year, c.skills, err, c.field)
				}
			}
		}
	})
}
