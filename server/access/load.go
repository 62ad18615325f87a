// Package access says who may do what: one table for writes, one interceptor for reads, the subtree rule for both.
package access

import (
	"context"

	"linli/ent/db"
	"linli/server/fault"
	"linli/server/viewer"
)

// rights are all that one person's rights come from, in one statement: most of what a session's first request costs is the
// way to the database and back.
const rights = `SELECT m.role, u.path FROM memberships m JOIN units u ON u.id = m.unit_id WHERE m.person_id = $1 AND m.role IN ('LEAD', 'SECRETARY')
UNION ALL SELECT 'TEAM', team_id FROM team_members WHERE person_id = $1 AND lead
UNION ALL SELECT 'EVENT', s.event_id FROM substitutes s JOIN events e ON e.id = s.event_id WHERE s.person_id = $1 AND e.status <> 'CANCELLED'
UNION ALL SELECT 'PERSON', person_id FROM proxies WHERE holder_id = $1
UNION ALL SELECT 'COMMUNITY', community_id FROM persons WHERE id = $1`

// Load reads a person's rights; NOT_FOUND when there is no such person.
func Load(ctx context.Context, c *db.Client, personID string) (*viewer.Viewer, error) {
	rows, err := c.QueryContext(ctx, rights, personID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	v := &viewer.Viewer{PersonID: personID}
	for rows.Next() {
		var kind, value string
		if err := rows.Scan(&kind, &value); err != nil {
			return nil, err
		}
		switch kind {
		case "SECRETARY":
			v.Secretary = append(v.Secretary, value)
		case "LEAD":
			v.Leads = append(v.Leads, value)
		case "TEAM":
			v.Teams = append(v.Teams, value)
		case "EVENT":
			v.Substitute = append(v.Substitute, value)
		case "PERSON":
			v.ActsFor = append(v.ActsFor, value)
		default:
			v.CommunityID = value
		}
	}
	if err := rows.Err(); err != nil || v.CommunityID != "" {
		return v, err
	}
	return nil, fault.Missing()
}
