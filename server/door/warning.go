package door

// Why an entry was refused: it is not in the log.
const (
	BadTicket     = "BAD_TICKET"
	OtherEvent    = "OTHER_EVENT"
	StaleCode     = "STALE_CODE"
	Forbidden     = "FORBIDDEN"
	UnknownSignUp = "UNKNOWN_SIGN_UP"
)

// What an entry that is in the log is flagged with, for the lead to look at.
const (
	AlreadyCheckedIn = "ALREADY_CHECKED_IN"
	OtherShift       = "OTHER_SHIFT"
	NotSignedUp      = "NOT_SIGNED_UP"
	Withdrawn        = "WITHDRAWN"
	ClockSkew        = "CLOCK_SKEW"
	OutsideTime      = "OUTSIDE_TIME"
	OverCapacity     = "OVER_CAPACITY"
	LateCode         = "LATE_CODE"
	DeviceRevoked    = "DEVICE_REVOKED"
	ByOneself        = "BY_ONESELF"
	NoReason         = "NO_REASON"
	NotHere          = "NOT_HERE"
)
