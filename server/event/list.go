package event

import (
	"context"
	"time"

	"linli/ent/db"
	"linli/ent/db/community"
	"linli/ent/db/event"
	"linli/ent/db/predicate"
	"linli/ent/db/team"
	"linli/ent/db/unit"
	"linli/server/access"
	"linli/server/fault"
	"linli/server/page"
	"linli/server/store"
	"linli/server/text"
)

// Query says which events of a community; what is nil does not narrow.
type Query struct {
	Community string  // its slug
	Within    *string // a unit: its subtree
	Kind      *event.Kind
	TeamID    *string
	Status    *event.Status
	From, To  *time.Time
	Search    *string
}

// List returns one page of the events that the viewer may see, by start. It takes what is not over at From and has begun
// before To; without From what is not over now, and with the status FINISHED what is over. A community, unit or team that
// the viewer may not know is NOT_FOUND; too long a search, a strange cursor and a To before From are BAD_USER_INPUT.
func (e *Events) List(ctx context.Context, q Query, args page.Args) (*page.Connection[*db.Event], error) {
	where, err := e.where(ctx, q)
	if err != nil {
		return nil, err
	}
	return e.page(ctx, "events", where, args)
}

// page reads one page by start.
func (e *Events) page(ctx context.Context, list string, where predicate.Event, args page.Args) (*page.Connection[*db.Event], error) {
	var starts time.Time
	var id string
	after, err := args.Keys(list, &starts, &id)
	if err != nil {
		return nil, err
	}
	rows := e.store.Client().Event.Query().Where(where)
	if after {
		rows.Where(event.StartsAtGTE(starts), event.Or(event.StartsAtGT(starts), event.IDGT(id))) // the first bounds the index
	}
	found, err := rows.Order(event.ByStartsAt(), event.ByID()).Limit(args.First + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	mark := func(row *db.Event) page.Cursor { return page.Mark(list, row.StartsAt, row.ID) }
	return page.Make(args, found, mark, e.store.Client().Event.Query().Where(where).Count), nil
}

// where is the condition that the query stands for.
func (e *Events) where(ctx context.Context, q Query) (predicate.Event, error) {
	if q.From != nil && q.To != nil && q.To.Before(*q.From) {
		return nil, fault.Field("to", "The end comes after the start.").Because("END_BEFORE_START")
	}
	home, err := e.home(ctx, q.Community)
	if err != nil {
		return nil, err
	}
	all := append(times(q, e.store.Now()), event.CommunityID(home))
	if q.Within != nil {
		u, err := e.store.Client().Unit.Query().Where(unit.ID(*q.Within), unit.CommunityID(home)).Only(ctx)
		if err != nil {
			return nil, fault.At(access.Hide(err), "within")
		}
		all = append(all, event.HasUnitWith(access.Subtree(home, u.Path)))
	}
	if q.TeamID != nil {
		if _, err := e.store.Client().Team.Query().Where(team.ID(*q.TeamID), team.CommunityID(home)).OnlyID(ctx); err != nil {
			return nil, fault.At(access.Hide(err), "teamId")
		}
		all = append(all, event.TeamID(*q.TeamID))
	}
	if q.Kind != nil {
		all = append(all, event.KindEQ(*q.Kind))
	}
	if q.Search != nil {
		typed, err := text.Optional("search", *q.Search, text.Query)
		if err != nil {
			return nil, err
		}
		if typed != "" {
			all = append(all, store.Finds(event.FieldSearch, typed))
		}
	}
	return event.And(all...), nil
}

// times are the conditions of time and status. No event lasts longer than longest, which lets the index on the start skip
// the years before.
func times(q Query, now time.Time) []predicate.Event {
	var all []predicate.Event
	notOver := func(at time.Time) []predicate.Event {
		return []predicate.Event{event.EndsAtGT(at), event.StartsAtGT(at.Add(-longest))}
	}
	switch {
	case q.From != nil:
		all = notOver(*q.From)
	case q.Status == nil || *q.Status != Finished:
		all = notOver(now)
	}
	if q.To != nil {
		all = append(all, event.StartsAtLT(*q.To))
	}
	switch {
	case q.Status == nil:
	case *q.Status == Finished:
		all = append(all, event.StatusEQ(event.StatusPUBLISHED), event.EndsAtLTE(now))
	case *q.Status == event.StatusPUBLISHED:
		all = append(all, event.StatusEQ(event.StatusPUBLISHED), event.EndsAtGT(now))
	default:
		all = append(all, event.StatusEQ(*q.Status))
	}
	return all
}

// home is the id of the community with this slug.
func (e *Events) home(ctx context.Context, slug string) (string, error) {
	id, err := e.store.Client().Community.Query().Where(community.Slug(slug)).OnlyID(ctx)
	return id, fault.At(access.Hide(err), "community")
}
