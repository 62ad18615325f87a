package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Community is one neighbourhood community with its tree, its people and its events.
type Community struct{ ent.Schema }

func (Community) Mixin() []ent.Mixin { return []ent.Mixin{base{prefix: "co"}} }

func (Community) Fields() []ent.Field {
	return []ent.Field{
		field.String("slug").MaxLen(40).Unique().Immutable(),
		field.String("name").MaxLen(200),
		field.String("time_zone").MaxLen(64).Default("Asia/Shanghai"),
		field.Bool("open").Default(true).Comment("published events may be read without signing in"),
		field.JSON("level_names", []string{}).Optional().Comment("its own names of the levels, top down; empty: the usual ones"),
		field.JSON("offer_rules", &OfferRules{}).Optional().Comment("how long a freed place is held for whoever is next; null: the usual ones"),
		field.Time("recounted_at").SchemaType(millis).Optional().Nillable().Comment("when the roll-ups of its units were last compared with a recount; null: never yet"),
	}
}
