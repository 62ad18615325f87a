package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Message is a text on its way to a phone that no open page reaches: written with the change it tells of, sent afterwards.
type Message struct{ ent.Schema }

func (Message) Mixin() []ent.Mixin { return kind("me") }

func (Message) Fields() []ent.Field {
	return []ent.Field{
		field.String("person_id").MaxLen(64).Immutable().Comment("whose phone rings: the person's or that of who acts for her"),
		field.String("sign_up_id").MaxLen(64).Immutable(),
		field.Enum("kind").Values("OFFER").Immutable(),
		field.Int("tries").Default(0),
		field.Time("due_at").SchemaType(millis).Comment("when to send it, or to try again"),
		field.Time("done_at").SchemaType(millis).Optional().Nillable().Comment("sent, given up or no longer of use"),
	}
}

func (Message) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(keep),
		edge.To("sign_up", SignUp.Type).Unique().Required().Immutable().Field("sign_up_id").Annotations(keep),
	}
}

func (Message) Indexes() []ent.Index {
	return []ent.Index{index.Fields("due_at").StorageKey("message_due").Annotations(entsql.IndexWhere("done_at IS NULL")), index.Fields("sign_up_id")}
}
