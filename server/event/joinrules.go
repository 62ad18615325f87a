package event

import "time"

// JoinRules say who may sign up and when; what is nil or empty is no rule.
type JoinRules struct {
	OpensAt, ClosesAt, WithdrawUntil *time.Time
	OneShift                         bool
	MinAge, MaxAge                   *int
	Skill                            string
	Minimum                          *int
}

// KeptInput keeps places of a shift for people of a unit until a time.
type KeptInput struct {
	Places int
	UnitID string
	Until  time.Time
}
