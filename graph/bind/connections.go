package bind

import (
	"linli/ent/db"
	"linli/server/door"
	"linli/server/page"
	"linli/server/roster"
)

// The pages of each list and their edges.
type (
	UnitConnection        = page.Connection[*db.Unit]
	UnitEdge              = page.Edge[*db.Unit]
	PersonConnection      = page.Connection[*db.Person]
	PersonEdge            = page.Edge[*db.Person]
	TeamConnection        = page.Connection[*db.Team]
	TeamEdge              = page.Edge[*db.Team]
	EventConnection       = page.Connection[*db.Event]
	EventEdge             = page.Edge[*db.Event]
	SignUpConnection      = page.Connection[*roster.SignUp]
	SignUpEdge            = page.Edge[*roster.SignUp]
	NoticeConnection      = page.Connection[*db.Notice]
	NoticeEdge            = page.Edge[*db.Notice]
	JoinRequestConnection = page.Connection[*db.JoinRequest]
	JoinRequestEdge       = page.Edge[*db.JoinRequest]
	DoorTodoConnection    = page.Connection[*door.Todo]
	DoorTodoEdge          = page.Edge[*door.Todo]
	CorrectionConnection  = page.Connection[*door.Correction]
	CorrectionEdge        = page.Edge[*door.Correction]
)
