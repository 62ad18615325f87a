package graph_test

import (
	"context"
	"encoding/json"
	"testing"

	"linli/ent/db"
	"linli/ent/db/membership"
	"linli/server/org"
	"linli/server/store"
	"linli/server/testkit"
)

// reads takes the next answer apart.
func reads(t *testing.T, next func() string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(next()), into); err != nil {
		t.Fatal(err)
	}
}

const everythingOfOrg = `query($slug: String!, $unit: ID!) {
  viewer { ...person }
  communities { slug }
  community(slug: $slug) {
    root { name parent { id } children { name children { name } } }
    units(first: 100) { totalCount edges { node { name parent { name } ancestors { level } counts { unit { id } people revision } } } }
    teams { edges { node { unit { name } leads { name } memberCount members { totalCount edges { node { ...person } } } } } }
    partners { name }
    levelNames
    offerRules { daysAhead dayBefore sameDay atOnce nightFrom nightUntil passedOver }
  }
  unit(id: $unit) { people(subtree: true, search: "zhi") { edges { node { ...person } } } }
  joinRequests(within: $unit) { totalCount edges { node { phone unit { name } status } } }
}
fragment person on Person {
  name phone memberships { role unit { name } } home { name } building { name } birthYear skills actsFor { name } actedForBy { name }
  teams { name } substituteFor { title } community { slug }
}`

func TestEverythingOfOrgIsRead(t *testing.T) {
	c := newCast(t)
	c.Phone(c.volunteer, "+8613800000001")
	c.ActsFor(c.secretary, c.volunteer)
	c.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Person.UpdateOneID(c.volunteer.ID).SetSearch("zhiyuanzhe").ExecX(ctx)
	})
	var got struct {
		Viewer    struct{ ActsFor []struct{ Name string } }
		Community struct {
			Units struct {
				TotalCount int
				Edges      []struct {
					Node struct {
						Ancestors []struct{ Level string }
						Counts    struct{ People int }
					}
				}
			}
			Teams struct {
				Edges []struct {
					Node struct {
						MemberCount int
						Leads       []struct{ Name string }
						Members     struct{ TotalCount int }
					}
				}
			}
		}
		Unit struct {
			People struct {
				Edges []struct {
					Node struct {
						Name, Phone    string
						Home, Building struct{ Name string }
						Memberships    []struct{ Role membership.Role }
						ActedForBy     []struct{ Name string }
					}
				}
			}
		}
	}
	reads(t, answers(t, c.Kit, c.secretary, everythingOfOrg, vars{"slug": "here", "unit": c.here.Root.ID}), &got)
	units := got.Community.Units
	if units.TotalCount != 9 || units.Edges[0].Node.Counts.People != 5 || len(units.Edges[3].Node.Ancestors) != 3 {
		t.Errorf("the tree is %+v", units)
	}
	if team := got.Community.Teams.Edges[0].Node; team.MemberCount != 1 || len(team.Leads) != 1 || team.Members.TotalCount != 1 {
		t.Errorf("the team is %+v", team)
	}
	p := got.Unit.People.Edges[0].Node
	if p.Name != "志愿者" || p.Phone != "138****0001" || p.Home.Name != "HOUSEHOLD 1" || p.Building.Name != "GROUP 1" ||
		p.Memberships[0].Role != membership.RoleVOLUNTEER || len(p.ActedForBy) != 1 || len(got.Viewer.ActsFor) != 1 {
		t.Errorf("the person is %+v", p)
	}
}

// Who may know where somebody lives may know how old she is and what she can do, nobody else.
func TestBirthYearAndSkillsAreForThoseWhoMayKnow(t *testing.T) {
	c := newCast(t)
	c.Do(func(ctx context.Context, tx *store.Tx) {
		tx.Person.UpdateOneID(c.teamLead.ID).SetBirthYear(1970).SetSkills([]string{"急救"}).ExecX(ctx)
	})
	proxy := c.Person(c.here.Households[0], "代办")
	c.ActsFor(proxy, c.teamLead)
	for who, knows := range map[*db.Person]bool{c.teamLead: true, proxy: true, c.secretary: true, c.volunteer: false, c.other: false, c.lead: false} {
		var got struct {
			Community struct {
				Teams struct {
					Edges []struct {
						Node struct {
							Leads []struct {
								BirthYear *int
								Skills    []string
							}
						}
					}
				}
			}
		}
		reads(t, answers(t, c.Kit, who, `{ community(slug: "here") { teams { edges { node { leads { birthYear skills } } } } } }`, nil), &got)
		p := got.Community.Teams.Edges[0].Node.Leads[0]
		if knows != (p.BirthYear != nil && *p.BirthYear == 1970) || knows != (len(p.Skills) == 1) || p.Skills == nil {
			t.Errorf("%s reads %+v", who.Name, p)
		}
	}
}

func TestAnAnonymousViewerReadsTheOpenTree(t *testing.T) {
	c := newCast(t)
	var got struct {
		Viewer    *struct{ Name string }
		Community struct {
			Root  struct{ Children []struct{ Name string } }
			Teams struct {
				Edges []struct {
					Node struct {
						MemberCount int
						Leads       []struct{ Name string }
					}
				}
			}
		}
	}
	reads(t, answers(t, c.Kit, nobody, `{ viewer { name } community(slug: "here") { root { children { name children { children { name } } } } teams { edges { node { memberCount leads { name } } } } } }`, nil), &got)
	if got.Viewer != nil || len(got.Community.Root.Children) != 2 || len(got.Community.Teams.Edges[0].Node.Leads) != 0 ||
		got.Community.Teams.Edges[0].Node.MemberCount != 1 {
		t.Errorf("reads %+v", got)
	}
}

func TestUnitCountsAreLive(t *testing.T) {
	testkit.Each(t, func(t *testing.T, k *testkit.Kit) {
		place := k.Place("here")
		secretary := k.Person(place.Root, "书记")
		k.Role(secretary, place.Root, membership.RoleSECRETARY)
		var got struct {
			UnitCounts struct{ People, Revision int }
		}
		next := answers(t, k, secretary, `subscription($id: ID!) { unitCounts(unitId: $id) { people revision unit { name } } }`, vars{"id": place.Root.ID})
		reads(t, next, &got)
		if got.UnitCounts.People != 1 {
			t.Errorf("first %+v", got)
		}
		seen := got.UnitCounts.Revision
		if _, err := resolver(k).Org.AddPerson(k.As(secretary), org.AddPersonInput{UnitID: place.Households[3].ID, Name: "新人"}); err != nil {
			t.Fatal(err)
		}
		reads(t, next, &got)
		if got.UnitCounts.People != 2 || got.UnitCounts.Revision <= seen {
			t.Errorf("then %+v", got)
		}
	})
}
