package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Person is somebody of a community, with or without a phone.
type Person struct{ ent.Schema }

func (Person) Mixin() []ent.Mixin { return kind("pe") }

func (Person) Fields() []ent.Field {
	return []ent.Field{
		field.String("unit_id").MaxLen(64).Comment("where the person lives: a household, or the unit nearest to it that is known"),
		field.String("name").MaxLen(200),
		field.String("search").MaxLen(1600).Default("").Comment("name, pinyin, initials and phone tail in lower case"),
		field.String("phone_sealed").MaxLen(200).Optional().Nillable().Sensitive().Comment("the number, encrypted"),
		field.String("phone_hash").MaxLen(64).Optional().Nillable().Sensitive().Comment("keyed hash for look-up; several people may share a phone"),
		field.String("phone_tail").MaxLen(4).Default(""),
		field.Int("birth_year").Optional().Nillable(),
		field.Int("card").Default(0).Comment("raised by each card that is issued or withdrawn: a card with another number does not hold"),
		field.Time("card_issued_at").SchemaType(millis).Optional().Nillable().Comment("null: there is no card"),
		field.JSON("skills", []string{}).Optional().Comment("tags that events may ask for"),
	}
}

func (Person) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("unit", Unit.Type).Unique().Required().Field("unit_id").Annotations(keep),
		edge.From("memberships", Membership.Type).Ref("person"),
		edge.From("team_members", TeamMember.Type).Ref("person"),
		edge.From("sign_ups", SignUp.Type).Ref("person"),
		edge.From("acts_for", Proxy.Type).Ref("holder"),
		edge.From("acted_for_by", Proxy.Type).Ref("person"),
	}
}

func (Person) Indexes() []ent.Index {
	return []ent.Index{index.Fields("unit_id"), index.Fields("phone_hash"), index.Fields("community_id", "name")}
}
