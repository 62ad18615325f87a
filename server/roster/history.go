package roster

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// StepKind is what happened to a sign-up: a kind of the step table, its making, or an arrival.
type StepKind string

// MarshalGQL writes the kind's name.
func (k StepKind) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(k))) }

// UnmarshalGQL refuses: a kind is never an input.
func (*StepKind) UnmarshalGQL(any) error { return fmt.Errorf("a step's kind is not an input") }

// Step is something that happened to a sign-up.
type Step struct {
	At     time.Time
	Kind   StepKind
	ByID   string // empty: the rules
	Reason string
	// Asked and Free are set for PASSED_OVER, Until for OFFERED.
	Asked, Free *int
	Until       *time.Time
}
