// Package schema describes every table of Linli: fields, edges, indexes, and one sentence on what a row is.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/mixin"

	"linli/ent/uid"
)

// base gives a table its typed id and its time of making.
type base struct {
	mixin.Schema
	prefix string
}

func (b base) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").MaxLen(64).Immutable().DefaultFunc(func() string { return uid.New(b.prefix) }),
		field.Time("created_at").SchemaType(millis).Immutable().Default(now),
	}
}

// tenant marks a row with its community, the key a bigger PostgreSQL would shard by.
type tenant struct{ mixin.Schema }

func (tenant) Fields() []ent.Field {
	return []ent.Field{field.String("community_id").MaxLen(64).Immutable()}
}

func (tenant) Edges() []ent.Edge {
	return []ent.Edge{edge.To("community", Community.Type).Unique().Required().Immutable().Field("community_id").Annotations(keep)}
}

// kind is what nearly every table has: an id with a prefix, a time of making, a community.
func kind(prefix string) []ent.Mixin { return []ent.Mixin{base{prefix: prefix}, tenant{}} }

// millis stores an instant with the millisecond precision that the API promises.
var millis = map[string]string{dialect.Postgres: "timestamptz(3)"}

// bytewise makes PostgreSQL compare a column byte by byte, as SQLite does: ranges over tree paths and ids rely on it.
var bytewise = entsql.Annotation{Collation: "C"}

// keep refuses to delete a row that others point at; nothing in Linli is deleted in passing.
var keep = entsql.OnDelete(entsql.NoAction)

func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
