package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// AttendanceEntry is one line of the door's append-only log; its id is the UUID that the device made.
type AttendanceEntry struct{ ent.Schema }

func (AttendanceEntry) Mixin() []ent.Mixin { return kind("at") }

func (AttendanceEntry) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.String("shift_id").MaxLen(64).Optional().Nillable().Immutable(),
		field.String("sign_up_id").MaxLen(64).Optional().Nillable().Immutable(),
		field.String("person_id").MaxLen(64).Optional().Nillable().Immutable(),
		field.Enum("method").Values("SCAN", "VENUE_CODE", "LIST", "WALK_IN", "BACKFILL", "RULE").Immutable().Comment("RULE: written by the program, for whoever was not checked out"),
		field.Enum("direction").Values("IN", "OUT", "ABSENT", "UNDO").Immutable().Comment("ABSENT: did not come"),
		field.Time("at").SchemaType(millis).Immutable().Comment("by the device's clock; created_at is when it reached the server"),
		field.Time("corrected_at").SchemaType(millis).Optional().Nillable().Immutable().Comment("when it happened by the server's clock, where the device's was wrong; null: at holds"),
		field.String("undoes").MaxLen(64).Optional().Nillable().Immutable(),
		field.String("name").MaxLen(200).Default("").Immutable().Comment("a walk-in's, as typed"),
		field.String("phone_tail").MaxLen(4).Default("").Immutable(),
		field.String("recorded_by").MaxLen(64).Immutable().Comment("a person; empty for a door device and for the program"),
		field.String("device_id").MaxLen(64).Default("").Immutable().Comment("the door device that sent it"),
		field.String("reason").MaxLen(800).Default("").Immutable().Comment("why it was filled in afterwards"),
		field.String("fingerprint").MaxLen(64).Immutable().Comment("hash of what was sent: the same id with other content is a conflict"),
		field.JSON("warnings", []string{}).Immutable(),
	}
}

func (AttendanceEntry) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep),
		edge.To("sign_up", SignUp.Type).Unique().Immutable().Field("sign_up_id").Annotations(keep),
		edge.To("person", Person.Type).Unique().Immutable().Field("person_id").Annotations(keep),
	}
}

func (AttendanceEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("event_id", "created_at"), index.Fields("sign_up_id"), index.Fields("person_id")}
}
