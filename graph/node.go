package graph

import (
	"context"
	"strings"

	"linli/graph/bind"
)

// node finds any one thing by its id, whose first letters tell what it is; nil when there is none that the viewer may see.
func (l *loaders) node(ctx context.Context, id string) (bind.Node, error) {
	prefix, _, _ := strings.Cut(id, "_")
	switch prefix {
	case "ev":
		return asNode(l.event.Load(ctx, id))
	case "sh":
		return asNode(l.shift.Load(ctx, id))
	case "su":
		return asNode(l.signUp.Load(ctx, id))
	case "un":
		return asNode(l.unit.Load(ctx, id))
	case "pe":
		return asNode(l.person.Load(ctx, id))
	case "te":
		return asNode(l.team.Load(ctx, id))
	case "co":
		return asNode(l.community.Load(ctx, id))
	case "no":
		return first(l.r.Inbox.ByID(ctx, []string{id}))
	case "se":
		return first(l.r.Auth.SessionsByID(ctx, []string{id}))
	case "pa":
		return first(l.r.Org.PartnersByID(ctx, []string{id}))
	case "jr":
		return first(l.r.Org.JoinRequestsByID(ctx, []string{id}))
	}
	return nil, nil
}

// asNode keeps a missing row a plain nil.
func asNode[T any](row *T, err error) (bind.Node, error) {
	if row == nil || err != nil {
		return nil, err
	}
	return row, nil
}

func first[T any](rows []*T, err error) (bind.Node, error) {
	if len(rows) == 0 || err != nil {
		return nil, err
	}
	return rows[0], nil
}
