package demo

import (
	"fmt"
	"strings"

	"linli/ent/uid"
)

var estates = strings.Fields("悦湖苑 梧桐里 书香园 望河新村 金桂坊 锦绣家园 清风雅居 云杉公寓 枫林湾 向阳小区 长桥新苑 和顺里")

func segment(n int) string { return fmt.Sprintf("%04d", n) }

// grow makes the tree: estates, their buildings, the homes in them.
func (w *world) grow() {
	c := &place{id: uid.New("co"), slug: Slug, name: "清河里社区"}
	c.root = &unit{id: uid.New("un"), community: c.id, level: "COMMITTEE", name: c.name, path: segment(1)}
	w.communities, w.units = []*place{c}, []*unit{c.root}
	var buildings []*unit
	for b := range w.branches {
		branch := c.root.add("BRANCH", estates[b]+"网格")
		w.units = append(w.units, branch)
		for n := 1; n <= share(w.buildings, w.branches, b); n++ {
			house := branch.add("GROUP", fmt.Sprintf("%s%d号楼", estates[b], n))
			w.units, buildings = append(w.units, house), append(buildings, house)
		}
	}
	homes := w.spread(w.households, len(buildings), max(4, w.households/w.buildings/2), 3*w.households/w.buildings)
	for i, house := range buildings {
		w.furnish(house, homes[i])
	}
}

// furnish numbers the homes of a building the way doors are: so many staircases, two doors to a landing.
func (w *world) furnish(house *unit, homes int) {
	stairs := 1 + homes/20 + w.rng.IntN(2)
	for i := range homes {
		stair, landing := i%(2*stairs)/2+1, i/(2*stairs)+1
		home := house.add("HOUSEHOLD", fmt.Sprintf("%s%d单元%d0%d", house.name[strings.IndexAny(house.name, "0123456789"):], stair, landing, i%2+1))
		w.units = append(w.units, home)
	}
}

// share is part i of total in n nearly equal parts.
func share(total, n, i int) int { return total*(i+1)/n - total*i/n }

// spread divides a total into n random parts between least and most.
func (w *world) spread(total, n, least, most int) []int {
	parts := make([]int, n)
	left := total
	for i := range parts {
		parts[i] = least
		left -= least
	}
	for left > 0 {
		i := w.rng.IntN(n)
		if parts[i] < most {
			more := min(left, most-parts[i], 1+w.rng.IntN(max(1, total/n/4)))
			parts[i] += more
			left -= more
		}
	}
	return parts
}
