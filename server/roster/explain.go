package roster

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// Rule is which rule a sign-up stands under.
type Rule string

// The rules, as the API describes them.
const (
	RulePlace         Rule = "PLACE"
	RuleOffer         Rule = "OFFER"
	RuleFull          Rule = "FULL"
	RuleTooLarge      Rule = "TOO_LARGE"
	RuleHeldForIt     Rule = "HELD_FOR_IT"
	RuleHeldForOthers Rule = "HELD_FOR_OTHERS"
	RuleKept          Rule = "KEPT"
	RuleOver          Rule = "OVER"
)

// MarshalGQL writes the rule's name.
func (r Rule) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(r))) }

// UnmarshalGQL refuses: a rule is never an input.
func (*Rule) UnmarshalGQL(any) error { return fmt.Errorf("a rule is not an input") }

// Explanation is why a sign-up is where it is.
type Explanation struct {
	Rule            Rule
	Ahead, MustFree *int // nil when it does not wait
	Asked           int
	Free            *int // nil: unlimited
	// PassedOver is how often smaller parties were let past, PassedOverMost after how many times places are held.
	PassedOver, PassedOverMost int
	Kept                       *Kept
}

// Kept are the places of a shift that only people of a unit may have, until a time.
type Kept struct {
	Places int
	UnitID string
	Until  time.Time
}
