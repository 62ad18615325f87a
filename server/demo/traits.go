package demo

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
)

// abilities are the tags that people have; events ask for some of them.
var abilities = []string{"急救", "理发", "摄影", "修理", "二胡", "书法", "手语", "英语", "护理", "驾驶"}

// traits gives most people a year of birth and some a few skills. It draws from numbers of its own, so that everything
// else of a seed stays as it was.
func (w *world) traits(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 2))
	youngest, span := map[int]int{old: 61, grown: 25, child: 6}, map[int]int{old: 24, grown: 33, child: 9}
	for _, p := range w.people {
		if rng.IntN(5) > 0 || p.phone > 0 && p.phone <= 5 {
			p.born = w.now.In(china).Year() - youngest[p.age] - rng.IntN(span[p.age])
		}
		if p.age != child && rng.IntN(8) == 0 {
			for _, n := range rng.Perm(len(abilities))[:1+rng.IntN(2)] {
				p.skills = append(p.skills, abilities[n])
			}
		}
	}
	if me := w.byPhone[1]; !slices.Contains(me.skills, abilities[0]) {
		me.skills = append(me.skills, abilities[0])
	}
}

// traitRow is the year of birth and the skills as the database has them.
func (p *person) traitRow() (born, skills any) {
	if p.born > 0 {
		born = p.born
	}
	if p.skills != nil {
		raw, _ := json.Marshal(p.skills) // of strings: cannot fail
		skills = string(raw)
	}
	return born, skills
}
