package roster

import (
	"time"

	"linli/ent/db"
)

// party is the waiting rows of people who signed up together.
type party []*db.SignUp

// parties groups a queue, in its order; a party stands where its first member does.
func parties(queue []*db.SignUp) []party {
	var all []party
	at := map[string]int{}
	for _, s := range queue {
		i, ok := at[s.Party]
		if !ok {
			i = len(all)
			at[s.Party] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], s)
	}
	return all
}

// places are those that nobody has, and how many of them are kept for the people of a unit.
type places struct{ free, kept int }

// places are those of the shift: no more are kept than are free.
func (l *line) places(now time.Time) places {
	n := free(l.shift)
	return places{free: n, kept: min(keptLeft(l.shift, now), n)}
}

// after is what is left when a party has got its places: those inside the unit take the kept ones first.
func (o places) after(p party) places {
	inside := 0
	for _, s := range p {
		if s.Inside {
			inside++
		}
	}
	return places{free: o.free - len(p), kept: max(0, o.kept-inside)}
}

// fits tells whether the places suffice for the whole party.
func (o places) fits(p party) bool {
	left := o.after(p)
	return left.free >= left.kept
}

// open is how many of the places a party could have.
func (o places) open(p party) int {
	left := o.after(p)
	return max(0, left.free-left.kept+len(p))
}

// passed is a party that smaller ones were let past.
type passed struct {
	party
	open int // places that it could have had, fewer than it needs
}

// next says which parties get the free places: first come, first served, each as a whole. A party that does not fit what it
// could have keeps its place in the queue, and smaller ones behind it may have the places; each one let past is counted in
// overtaken. A party that was passed over so often already that most is reached is passed no more: what it could have is
// held for it. held is how many of the places that are left no newcomer from outside could have.
func next(o places, most int, queue []party) (lucky []party, overtaken []passed, held int) {
	var skipped []passed
	times := func(p passed) int {
		n := p.party[0].PassedOver
		for _, other := range overtaken {
			if other.party[0] == p.party[0] {
				n++
			}
		}
		return n
	}
	holds := func(left places) bool { // somebody passed over too often would lose a place
		for _, s := range skipped {
			if left.open(s.party) < o.open(s.party) && times(s) >= most {
				return true
			}
		}
		return false
	}
	for _, p := range queue {
		if o.free == 0 {
			break
		}
		left := o.after(p)
		if !o.fits(p) || holds(left) {
			skipped = append(skipped, passed{p, o.open(p)})
			continue
		}
		for _, s := range skipped {
			if before := o.open(s.party); before > 0 && left.open(s.party) < before && before < len(s.party) {
				overtaken = append(overtaken, passed{s.party, before})
			}
		}
		lucky, o = append(lucky, p), left
	}
	held = o.kept
	if newcomer := (party{{}}); o.free > 0 && holds(o.after(newcomer)) {
		held = o.free
	}
	return lucky, overtaken, min(held, o.free)
}
