package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Share is what of an event is contained in the roll-ups of its unit and of those above: a row of its own, so that keeping
// them never touches the event's, which sign-ups wait for.
type Share struct{ ent.Schema }

func (Share) Mixin() []ent.Mixin { return []ent.Mixin{tenant{}} }

func (Share) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").StorageKey("event_id").MaxLen(64).Immutable(),
		field.String("unit_id").MaxLen(64),
		field.Int64("version").Comment("the event's roster_version that it was taken of"),
		field.Bool("upcoming").Comment("counted among the events to come"),
		field.Bool("today").Comment("counted with its places"),
		field.Int("confirmed").Comment("this and the next two: 0 unless today"),
		field.Int("waiting"),
		field.Int("checked_in"),
	}
}

func (Share) Edges() []ent.Edge {
	return []ent.Edge{edge.To("unit", Unit.Type).Unique().Required().Field("unit_id").Annotations(keep)}
}

func (Share) Indexes() []ent.Index {
	return []ent.Index{index.Fields("community_id").StorageKey("share_counted").Annotations(entsql.IndexWhere("upcoming OR today"))}
}
