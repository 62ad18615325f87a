package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Todo is an entry of the door's log that a lead should look at; the log itself is never changed.
type Todo struct{ ent.Schema }

func (Todo) Mixin() []ent.Mixin { return kind("td") }

func (Todo) Fields() []ent.Field {
	return []ent.Field{
		field.String("event_id").MaxLen(64).Immutable(),
		field.String("entry_id").MaxLen(64).Immutable(),
		field.Time("done_at").SchemaType(millis).Optional().Nillable(),
		field.String("done_by").MaxLen(64).Default("").Comment("a person"),
		field.String("note").MaxLen(800).Default(""),
	}
}

func (Todo) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("event", Event.Type).Unique().Required().Immutable().Field("event_id").Annotations(keep),
		edge.To("entry", AttendanceEntry.Type).Unique().Required().Immutable().Field("entry_id").Annotations(keep),
	}
}

func (Todo) Indexes() []ent.Index {
	return []ent.Index{index.Fields("event_id", "done_at"), index.Fields("entry_id").Unique()}
}
