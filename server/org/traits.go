package org

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/server/fault"
	"linli/server/text"
)

const (
	firstBirthYear = 1900
	mostSkills     = 20
)

// checkBirthYear refuses a year in which nobody was born who lives; nil is not known.
func checkBirthYear(year *int, now time.Time) error {
	if year != nil && (*year < firstBirthYear || *year > now.Year()) {
		return fault.Field("input.birthYear", "From %d to this year.", firstBirthYear).Because("RANGE")
	}
	return nil
}

// tidySkills trims the tags and leaves out those that are there already, in whatever case. The answer is never nil.
func tidySkills(typed []string) ([]string, error) {
	if len(typed) > mostSkills {
		return nil, fault.Field("input.skills", "At most %d.", mostSkills).Because("TOO_MANY").With("most", mostSkills)
	}
	skills := make([]string, 0, len(typed))
	for n, t := range typed {
		skill, err := text.Line(fmt.Sprintf("input.skills.%d", n), t, text.Skill)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(skills, func(s string) bool { return strings.EqualFold(s, skill) }) {
			skills = append(skills, skill)
		}
	}
	return skills, nil
}
